from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.contributions.models import Contribution, ContributionQuerySet
from intranet.discussions.models.discussion import Discussion
from intranet.discussions.models.room import Room

if TYPE_CHECKING:
    from intranet.accounts.models import User


class ThreadQuerySet(ContributionQuerySet):
    def in_order(self) -> Self:
        """Pinned first, then by the latest post."""
        return self.order_by("-is_pinned", "-discussion__last_posted_at", "-pk")

    def for_list(self) -> Self:
        return self.select_related("author__department", "room", "discussion")


class Thread(Contribution):
    """A conversation opened in a room. Its opening text is its first post; what follows stands in its discussion."""

    title = models.CharField(_("title"), max_length=160)
    room = models.ForeignKey(Room, verbose_name=_("room"), on_delete=models.PROTECT, related_name="threads")
    discussion = models.OneToOneField(Discussion, on_delete=models.PROTECT, related_name="+", editable=False)
    imported_author = models.CharField(max_length=120, blank=True, editable=False)
    is_pinned = models.BooleanField(_("pinned"), default=False, editable=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        permissions = [("manage_thread", "Can close, reopen and pin threads")]
        indexes = [models.Index(fields=["room", "-created_at"], name="thread_room")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("discussions:thread", args=[self.pk])

    def on_hidden_changed(self, *, by: "User") -> None:
        """Called by moderation inside its transaction: what is said in a hidden thread is hidden with it."""
        self.discussion.follow_subject(audience=self.audience, published=not self.is_hidden)
