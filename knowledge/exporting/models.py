import uuid
from datetime import timedelta
from functools import partial
from typing import Self

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from intranet.accounts.models import User
from knowledge.models import ArticlePage, SpacePage

KEPT = timedelta(days=3)
MOST_WAITING = 3


class TooMany(Exception):
    """This person has several files being made already."""


def export_path(instance: "Export", filename: str) -> str:
    return f"exports/{uuid.uuid4().hex}.{instance.format}"


class ExportQuerySet(models.QuerySet["Export"]):
    def of(self, user: "User") -> Self:
        """Keep the files that ``user`` asked for, of what they may still see; the latest first."""
        spaces, articles = SpacePage.objects.visible_to(user), ArticlePage.objects.visible_to(user)
        mine = self.filter(person=user).filter(models.Q(space__in=spaces) | models.Q(article__in=articles))
        return mine.select_related("space", "article").order_by("-pk")

    def ask(self, place: SpacePage | ArticlePage, *, format: str, by: "User") -> "Export":
        """Have ``place`` made into a file by the worker, as ``by`` sees it; the same thing asked twice is made once.

        ``TooMany`` when a few of theirs wait already: the worker has others to serve too.
        """
        from knowledge.exporting.tasks import make

        about = {"article": place} if isinstance(place, ArticlePage) else {"space": place}
        with transaction.atomic():
            # One at a time of a person: their row is the lock.
            User.objects.select_for_update().get(pk=by.pk)
            waiting = self.filter(
                person=by, state=Export.State.WAITING, asked_at__gt=timezone.now() - timedelta(hours=2)
            )
            same = waiting.filter(format=format, **about).first()
            if same is not None:
                return same
            if waiting.count() >= MOST_WAITING:
                raise TooMany
            export = self.create(person=by, format=format, language=translation.get_language() or "en", **about)
            make.enqueue(export.pk)
        return export


class Export(models.Model):
    """A file made in the background for one person, kept for some days. Nobody else can fetch it."""

    class Format(models.TextChoices):
        ZIP = "zip", _("Markdown (zip)")
        PDF = "pdf", _("PDF")

    class State(models.TextChoices):
        WAITING = "waiting", _("being prepared")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be made")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(SpacePage, null=True, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(ArticlePage, null=True, on_delete=models.CASCADE, related_name="+")
    format = models.CharField(max_length=3, choices=Format)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    language = models.CharField(max_length=5)
    file = models.FileField(upload_to=export_path, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="export_of_one_thing",
                condition=models.Q(space__isnull=False, article__isnull=True)
                | models.Q(space__isnull=True, article__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} ({self.format})"

    @property
    def place(self) -> SpacePage | ArticlePage:
        place = self.article or self.space
        assert place is not None  # the constraint
        return place

    @property
    def file_name(self) -> str:
        return f"{self.place.slug}.{self.format}"

    def get_absolute_url(self) -> str:
        return reverse("knowledge:exporting:download", args=[self.pk])


def forget_old() -> int:
    """Delete the exports that were kept long enough, with their files; return how many."""
    old = Export.objects.filter(asked_at__lt=timezone.now() - KEPT)
    names = [name for name in old.values_list("file", flat=True) if name]
    count, _by_model = old.delete()
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
    return count
