from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CoAuthor(models.Model):
    """Somebody was invited to write an idea with its author. ``accepted_at`` makes them one; ``left_at`` ends it.

    Who declined or left is not invited again by others: they ask. ``Idea.author_ids`` repeats who accepted, so that
    pages and lists need no query for it.
    """

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="co_author_rows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="co_authored")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("co-author")
        verbose_name_plural = _("co-authors")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["idea", "user"], name="ideas_coauthor_once")]

    def __str__(self) -> str:
        return f"{self.user_id} + {self.idea_id}"
