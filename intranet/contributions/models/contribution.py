from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.accounts.models import Audience, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class ContributionQuerySet(models.QuerySet[Any]):
    """Sets of what people wrote. ``visible_to`` is the gate that every surface passes."""

    def addressed_to(self, user: "User | AnonymousUser") -> Self:
        """Keep what is addressed to everyone or to an audience of ``user``, hidden or not."""
        if not user.is_authenticated:
            return self.none()
        if user.sees_everything:
            return self
        return self.filter(Q(audience=None) | Q(audience__in=user.audience_ids))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep what ``user`` may find in lists, search, counts and feeds: addressed to them and not hidden.

        A hidden contribution appears in none of these, its author's included; its own page and its place in a
        thread still say that it was hidden and why (``hidden`` stays readable there).
        """
        return self.addressed_to(user).filter(is_hidden=False)


class Contribution(models.Model):
    """What a person wrote for others: who, when, for whom, in which language, and whether it is hidden.

    ``is_hidden`` mirrors the open decision of the moderation room, which alone sets it (``moderation.actions``).
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    audience = models.ForeignKey(
        Audience,
        verbose_name=_("audience"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    is_hidden = models.BooleanField(_("hidden"), default=False, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_visible_to(self, user: "User | AnonymousUser") -> bool:
        """Say whether ``user`` may read this one; the same rule as ``visible_to``, for the one at hand."""
        return user.is_authenticated and user.belongs_to(self.audience_id) and not self.is_hidden

    def is_by(self, user: "User | AnonymousUser") -> bool:
        return self.author_id is not None and self.author_id == user.pk
