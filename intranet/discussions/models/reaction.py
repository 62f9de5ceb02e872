from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.discussions.models.post import Post


class Reaction(models.Model):
    """A word said without writing: one of a few, each at most once per person and post."""

    class Name(models.TextChoices):
        AGREE = "agree", _("I agree")
        THANKS = "thanks", _("Thank you")
        INSIGHTFUL = "insightful", _("Enlightening")
        CELEBRATE = "celebrate", _("Bravo")
        QUESTION = "question", _("I wonder")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=12, choices=Name.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reaction")
        constraints = [models.UniqueConstraint(fields=["post", "user", "name"], name="reaction_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.post_id}"


# Names of the sprite.
ICONS = {
    "agree": "thumbs-up",
    "thanks": "heart",
    "insightful": "lightbulb",
    "celebrate": "sparkles",
    "question": "circle-help",
}
