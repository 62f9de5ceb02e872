from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.accounts.models import Audience

if TYPE_CHECKING:
    from intranet.accounts.models import User


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, user: "User") -> Self:
        return self if user.sees_everything else self.filter(Q(audience=None) | Q(audience__in=user.audience_ids))

    def current(self) -> Self:
        """Keep the rooms where new threads can be opened."""
        return self.filter(archived_at=None)


class Room(models.Model):
    """A place for threads on one subject, for everyone or for some departments. Kept by the community manager."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Leave empty for a room in every language."),
    )
    audience = models.ForeignKey(
        Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("discussions:room", args=[self.slug])

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    def address_to(self, audience: Audience | None) -> None:
        """Change who the room is for; its threads follow."""
        from intranet.discussions.models import Thread

        with transaction.atomic():
            self.audience = audience
            self.save(update_fields=["audience"])
            for thread in Thread.objects.filter(room=self).select_related("discussion"):
                thread.audience = audience
                thread.save(update_fields=["audience"])
                thread.discussion.follow_subject(audience=audience, published=not thread.is_hidden)

    def archive(self) -> None:
        """Open no new thread here; those that exist stay readable and can go on."""
        self.archived_at = self.archived_at or timezone.now()
        self.save(update_fields=["archived_at"])

    def reopen(self) -> None:
        self.archived_at = None
        self.save(update_fields=["archived_at"])
