from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q

from intranet.accounts.models import Audience
from intranet.contributions.registry import registry
from intranet.core.compiled import Compiled

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def open_for(self, kind: str, *, audience: Audience | None = None, published: bool = True) -> "Discussion":
        """Make the discussion of a new subject of ``kind`` (a registry name: "idea", "article", "clause", "thread")."""
        return self.create(kind=kind, audience=audience, is_published=published)

    def visible_to(self, user: "User") -> Self:
        """Keep the discussions whose subject is public and addressed to ``user``."""
        kept = self.filter(is_published=True)
        return kept if user.sees_everything else kept.filter(Q(audience=None) | Q(audience__in=user.audience_ids))

    def locked(self, pk: int) -> "Discussion":
        """Return the discussion with its row locked until the end of the transaction.

        Whoever numbers something in the thread holds this lock: changes of one thread commit in the order of their
        numbers. (SQLite has one writer at a time: there the transaction itself is the lock.)
        """
        found = _locked.first(pk)
        if found is None:
            raise Discussion.DoesNotExist
        return found


class Discussion(models.Model):
    """The anchor of everything said about one subject: its counters, its lock, its sequence.

    The subject (idea, article, clause, thread) holds a one-to-one to it, named ``discussion``; a post holds a
    foreign key. ``audience`` and ``is_published`` mirror the subject's and are set by its verbs (``follow_subject``),
    so that posts can be filtered without knowing what they are about.

    ``last_seq`` is the number of the latest change in the thread, ``last_number`` that of its latest post. Both are
    taken under this row's lock, so they have no gap and no duplicate (see ``discussions.actions``). ``post_count``
    counts the posts that people can read: neither deleted nor hidden. ``was_harvested``: a page was made of it, so
    it is worth asking which.
    """

    kind = models.CharField(max_length=30, editable=False)
    audience = models.ForeignKey(Audience, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    is_published = models.BooleanField(default=True, editable=False)
    is_open = models.BooleanField(default=True)
    last_seq = models.PositiveBigIntegerField(default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False)
    last_posted_at = models.DateTimeField(null=True, editable=False)
    was_harvested = models.BooleanField(default=False, editable=False)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        indexes = [
            # The most discussed of a kind first, without sorting all of it.
            models.Index(fields=["kind", "-post_count", "-last_posted_at", "-id"], name="discussions_most_discussed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} discussion {self.pk}"

    @property
    def topic(self) -> str:
        """The name under which browsers listen to this thread."""
        return f"discussion.{self.pk}"

    @cached_property
    def subject(self) -> Any:
        """The idea, article, clause or thread that this is the discussion of; one query, then kept."""
        found = _subjects_of(self.kind).first(self.pk)
        if found is None:
            model: Any = registry.kind(self.kind).model
            raise model.DoesNotExist
        return found

    @property
    def subject_title(self) -> str:
        return registry.kind(self.kind).title(self.subject)

    def is_visible_to(self, user: "User | AnonymousUser") -> bool:
        """Say whether ``user`` may read this one; the same rule as ``visible_to``."""
        return self.is_published and user.is_authenticated and user.belongs_to(self.audience_id)

    def follow_subject(self, *, audience: Audience | None, published: bool) -> None:
        """Mirror who may see the subject. Called by every verb that publishes, hides, restores or moves it.

        What is said in the thread follows (posts, and the files they show), and whoever listens to it but may not
        any more is cut off.
        """
        from intranet.discussions.actions import readdress_posts
        from intranet.live.publishing import recheck

        audience_id = audience.pk if audience else None
        if (self.audience_id, self.is_published) == (audience_id, published):
            return
        with transaction.atomic():
            moved = self.audience_id != audience_id
            self.audience, self.is_published = audience, published
            if moved:  # posts before the discussion, as everywhere; then those written in between
                readdress_posts(self)
            self.save(update_fields=["audience", "is_published"])
            if moved:
                readdress_posts(self)
        recheck(topic=self.topic)


@cache
def _subjects_of(kind: str) -> Compiled:
    return Compiled(lambda pk: registry.kind(kind).model._default_manager.filter(discussion=pk))


_locked = Compiled(lambda pk: Discussion.objects.select_for_update(of=("self",)).filter(pk=pk))
