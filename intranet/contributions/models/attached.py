from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.contributions.models.upload import Upload
from intranet.contributions.registry import FILE_MARK


class AttachedFileQuerySet(models.QuerySet[Any]):
    def in_order(self) -> Self:
        """Load what a list of files shows, by name; without their words, which can be long."""
        return self.select_related("upload").defer("text").order_by("upload__name", "pk")

    def shown(self) -> list[dict[str, Any]]:
        """Return what a page says of each file, to be kept beside the text they belong to."""
        return [
            {"url": f.upload.get_absolute_url(), "name": f.upload.served_name, "kind": f.kind, "size": f.upload.size}
            for f in self
        ]

    def keys(self) -> set[str]:
        """Return the keys of their uploads, as ``UploadUse.objects.sync`` takes them."""
        return {str(key) for key in self.values_list("upload__key", flat=True)}

    def words(self) -> str:
        """Return the words of each file after ``FILE_MARK`` and its name, as the search takes them."""
        rows = self.values_list("upload__name", "text")
        return "\n".join(f"{FILE_MARK}{name}\n{text}" for name, text in rows)

    def waiting(self) -> list[int]:
        """Return the ids of some whose words were not read yet: the worker was stopped in between."""
        return list(self.filter(state=AttachedFile.State.WAITING).values_list("pk", flat=True)[:20])


class AttachedFile(models.Model):
    """A file beside a text of a room: whoever reads the text reads it; the worker reads its words for the search.

    A room makes its own, with a foreign key to its text and a unique key over both.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("its text is being read")
        READ = "read", _("its text is searched")
        EMPTY = "empty", _("it holds no text, only pictures of it perhaps: only its name is searched")
        LOCKED = "locked", _("it is protected by a password: only its name is searched")
        BROKEN = "broken", _("its text could not be read: only its name is searched")
        UNREAD = "unread", _("only its name is searched")

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    text = models.TextField(blank=True)

    class Meta:
        abstract = True

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
