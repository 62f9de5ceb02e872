from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea

WORDS = ("title_fr", "title_en", "body_fr", "body_en")
# Where the words proposed stand in ``Idea.answers``, so that each version of the idea keeps them.
KEYS = {name: f"clause_{name}" for name in WORDS}


class Amendment(models.Model):
    """An idea that is another wording of a clause of the charter.

    ``before`` is what the clause said when the idea was written (title and text in both languages); the words proposed
    are in ``Idea.answers`` under ``KEYS``, so the history of the idea has them. ``drafted_at``: once it was accepted, its
    words were put into the draft of the charter, which people then publish or not.
    """

    idea = models.OneToOneField(Idea, primary_key=True, on_delete=models.CASCADE, related_name="amendment")
    clause = models.CharField(max_length=36, db_index=True)
    label = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    before: Any = models.JSONField(default=dict)
    drafted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")

    def __str__(self) -> str:
        return self.label

    @property
    def after(self) -> dict[str, str]:
        return {name: self.idea.answers.get(key, "") for name, key in KEYS.items()}
