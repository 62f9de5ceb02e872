"""What people write of an idea and have not sent yet, kept on the server."""

from django.db import models

from ideas.models import Campaign, Idea
from intranet.contributions.models.kept import KeptText, KeptTextQuerySet

TEXTS = ("problem", "proposal", "benefit")
NAMES = ("title", *TEXTS, "departments", "tags", "language", "cost", "version")
OWN = "own_"


class Draft(KeptText):
    """A text of an idea: one a person and campaign for a new idea, one a person and idea for changes."""

    texts, longest, most = TEXTS, 500_000, 200

    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.SET_NULL, related_name="+")
    idea = models.ForeignKey(Idea, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = KeptTextQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="ideas_one_draft")]

    @classmethod
    def takes(cls, name: str) -> bool:
        return name in NAMES or name.startswith(OWN)
