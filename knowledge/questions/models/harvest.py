from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.discussions.models import Discussion


class Harvest(models.Model):
    """An article that was made from what people said: of the accepted answer to a question, or of a discussion.

    Who may see the article is asked each time it is shown: the row alone tells nobody that it exists.
    """

    article = models.OneToOneField("knowledge.ArticlePage", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("questions.Question", null=True, on_delete=models.SET_NULL, related_name="harvests")
    discussion = models.ForeignKey(Discussion, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("harvest")
        verbose_name_plural = _("harvests")

    def __str__(self) -> str:
        return f"article {self.article_id}"


class Credit(models.Model):
    """A person whose words went into an article. ``name`` is frozen, so that the credit outlives the account."""

    class Role(models.TextChoices):
        ASKED = "asked", _("asked the question")
        ANSWERED = "answered", _("answered it")
        SAID = "said", _("said it in a discussion")

    article = models.ForeignKey("knowledge.ArticlePage", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "person", "role"], condition=Q(person__isnull=False), name="credited_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.role}) in {self.article_id}"
