from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from intranet.accounts.models import Audience
from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from intranet.accounts.models import User


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def open_for(self, kind: str, *, audience: Audience | None = None, published: bool = True) -> "Discussion":
        """Make the discussion of a new subject of ``kind`` (a registry name: "idea", "article", "clause", "thread")."""
        return self.create(kind=kind, audience=audience, is_published=published)

    def visible_to(self, user: "User") -> Self:
        """Keep the discussions whose subject is public and addressed to ``user``."""
        kept = self.filter(is_published=True)
        return kept if user.sees_everything else kept.filter(Q(audience=None) | Q(audience__in=user.audience_ids))


class Discussion(models.Model):
    """The anchor of everything said about one subject: its counters, its lock, its sequence.

    The subject (idea, article, clause, thread) holds a one-to-one to it, named ``discussion``; a post holds a
    foreign key. ``audience`` and ``is_published`` mirror the subject's and are set by its verbs (``follow_subject``),
    so that posts can be filtered without knowing what they are about.

    ``last_seq`` is the number of the latest change in the thread. It is taken under this row's lock, so the sequence
    has no gap and no duplicate (see ``discussions.actions``).
    """

    kind = models.CharField(max_length=30, editable=False)
    audience = models.ForeignKey(Audience, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    is_published = models.BooleanField(default=True, editable=False)
    is_open = models.BooleanField(default=True)
    last_seq = models.PositiveBigIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False)
    last_posted_at = models.DateTimeField(null=True, editable=False)

    objects = DiscussionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} discussion {self.pk}"

    @property
    def subject(self) -> Any:
        """Return the idea, article, clause or thread that this is the discussion of; one query."""
        return registry.kind(self.kind).model._default_manager.get(discussion=self)

    def follow_subject(self, *, audience: Audience | None, published: bool) -> None:
        """Mirror who may see the subject. Called by every verb that publishes, hides, restores or moves it."""
        self.audience, self.is_published = audience, published
        self.save(update_fields=["audience", "is_published"])
