from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from intranet.contributions.models import Upload


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def of(self, idea: Idea) -> Self:
        return self.filter(idea=idea).select_related("upload").defer("text").order_by("upload__name", "pk")


class Attachment(models.Model):
    """A file beside an idea: a plan, a quotation, a table. Whoever reads the idea reads it; its words are searched."""

    class State(models.TextChoices):
        WAITING = "waiting", _("its text is being read")
        READ = "read", _("its text is searched")
        EMPTY = "empty", _("it holds no text, only pictures of it perhaps: only its name is searched")
        LOCKED = "locked", _("it is protected by a password: only its name is searched")
        BROKEN = "broken", _("its text could not be read: only its name is searched")
        UNREAD = "unread", _("only its name is searched")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    text = models.TextField(blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "upload"], name="ideas_attached_once")]

    def __str__(self) -> str:
        return self.upload.name

    @property
    def kind(self) -> str:
        """What sort of file it is, as people call it: its ending in capitals."""
        return self.upload.extension.removeprefix(".").upper()

    @property
    def told(self) -> str:
        """What to say of its words while people attach it; nothing when all is well."""
        return "" if self.state == self.State.READ else str(self.State(self.state).label)
