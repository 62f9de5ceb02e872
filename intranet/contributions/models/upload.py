import uuid
from pathlib import PurePath
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from intranet.accounts.models import Audience
from intranet.core.compiled import Compiled

if TYPE_CHECKING:
    from django.core.files.base import File

    from intranet.accounts.models import User


def upload_path(instance: "Upload", filename: str) -> str:
    return f"uploads/{instance.key.hex[:2]}/{instance.key.hex}{instance.extension}"


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: "User") -> Self:
        """Keep what ``user`` uploaded, and what is used somewhere that is addressed to them."""
        if user.sees_everything:
            return self
        used = UploadUse.objects.filter(Q(audience=None) | Q(audience__in=user.audience_ids))
        return self.filter(Q(owner=user) | Q(pk__in=used.values("upload")))

    def store(self, content: "File | bytes", *, by: "User | None", name: str = "", limited: bool = True) -> "Upload":
        """Check and keep a file; see ``contributions.uploads.store``."""
        from intranet.contributions.uploads import store

        return store(content, by=by, name=name, limited=limited)


class Upload(models.Model):
    """A file that somebody put into a text. Its name on disk is its key; who may fetch it follows from its uses."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    file = models.FileField(upload_to=upload_path)
    name = models.CharField(max_length=255)
    extension = models.CharField(max_length=10)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Some text showed it once: its history still may, so it is never pruned.
    was_used = models.BooleanField(default=False)

    objects = UploadQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("uploads:file", args=[self.key])

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def small_name(self) -> str:
        """Where the storage keeps the picture for phones, if there is one."""
        return f"uploads/{self.key.hex[:2]}/{self.key.hex}-small{self.extension}"

    @property
    def served_name(self) -> str:
        """The name people gave the file, with the ending of what it is now."""
        return PurePath(self.name).stem + self.extension


class UploadUseManager(models.Manager["UploadUse"]):
    def sync(
        self, target: models.Model, *, keys: set[str], audience: Audience | None, by: "User | None" = None
    ) -> None:
        """Make ``target`` use just the uploads of ``keys`` (their uuid, as found in its text), for ``audience``.

        Called by the verb that saves the text, in its transaction. An upload that the text no longer shows stops
        being readable through it. What ``by``, who wrote the text, may not read is not opened to others by naming it
        (threat: somebody kept the address of a file of a place they left); ``None``: the text was checked before.
        """
        kind = ContentType.objects.get_for_model(target, for_concrete_model=True)
        uses = {str(key): (use, of) for use, key, of in _uses(kind.pk, target.pk)}
        if gone := [use for key, (use, _of) in uses.items() if key not in keys]:
            self.filter(pk__in=gone).delete()
        if moved := [use for use, of in uses.values() if of != (audience and audience.pk)]:
            self.filter(pk__in=moved).update(audience=audience)
        if added := keys - uses.keys():
            named = Upload.objects.filter(key__in=added)
            new = list(named if by is None else named.visible_to(by))
            Upload.objects.filter(pk__in=[upload.pk for upload in new], was_used=False).update(was_used=True)
            self.bulk_create(
                [UploadUse(upload=u, target_type=kind, target_id=target.pk, audience=audience) for u in new],
                ignore_conflicts=True,
            )


class UploadUse(models.Model):
    """An upload shown by some text: whoever may read the text may fetch the file."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="uses")
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    target_id = models.BigIntegerField()
    audience = models.ForeignKey(Audience, null=True, on_delete=models.PROTECT, related_name="+")

    objects = UploadUseManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "target_type", "target_id"], name="upload_use_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} in {self.target_type_id}:{self.target_id}"


_uses = Compiled(
    lambda kind, target: UploadUse.objects.filter(target_type=kind, target_id=target).values_list(
        "pk", "upload__key", "audience_id"
    )
)
