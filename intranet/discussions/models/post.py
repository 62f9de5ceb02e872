from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.contributions.models import Contribution, ContributionQuerySet, UploadUse
from intranet.core.compiled import Compiled
from intranet.core.fields import RichTextField
from intranet.core.richtext import upload_keys
from intranet.discussions.models.discussion import Discussion

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User


class PostQuerySet(ContributionQuerySet):
    def addressed_to(self, user: "User | AnonymousUser") -> Self:
        """Keep what stands in a thread whose subject ``user`` may see: published, not hidden, addressed to them."""
        if not user.is_authenticated:
            return self.none()
        kept = self.filter(discussion__is_published=True)
        if user.sees_everything:
            return kept
        return kept.filter(Q(discussion__audience=None) | Q(discussion__audience__in=user.audience_ids))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep what ``user`` may find elsewhere than in the thread: neither hidden nor deleted."""
        return self.addressed_to(user).filter(is_hidden=False, deleted_at=None)

    def current(self) -> Self:
        return self.filter(is_hidden=False, deleted_at=None)

    def visible_or_none(self, pk: int) -> "Post | None":
        """Return the post with its discussion and the one it answers, unless it was hidden or deleted since."""
        return _visible.first(pk)


class Post(Contribution):
    """One message of a thread. It keeps its ``number`` for ever: a deleted or hidden one leaves its trace in place.

    ``version`` is the sequence number of the last change of the thread that touched this post, so a browser knows
    which of two states is the newer and the cached fragment has a key. ``client_id`` is chosen by the browser: the
    same post sent twice is the same row. ``reaction_counts`` ({name: how many}) is recounted under the discussion's
    lock with each reaction. ``imported_author``: who wrote it elsewhere, without an account here.
    """

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="posts", editable=False)
    number = models.PositiveIntegerField(editable=False)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers", editable=False
    )
    body = RichTextField(_("text"), profile="post")
    imported_author = models.CharField(max_length=120, blank=True, editable=False)
    client_id = models.UUIDField(editable=False)
    version = models.PositiveBigIntegerField(default=0, editable=False)
    reaction_counts = models.JSONField(default=dict, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["discussion", "number"], name="post_number_once"),
            models.UniqueConstraint(fields=["discussion", "author", "client_id"], name="post_client_id_once"),
        ]
        indexes = [models.Index(fields=["author", "-created_at"], name="post_author")]

    def __str__(self) -> str:
        return f"#{self.number} in {self.discussion_id}"

    def get_absolute_url(self) -> str:
        """The post in its place. Answers with a redirect, so that a list of posts needs no look at their subjects."""
        return reverse("discussions:place", args=[self.discussion_id, self.number])

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    def is_visible_to(self, user: "User | AnonymousUser") -> bool:
        return self.discussion.is_visible_to(user) and not self.is_hidden and not self.is_deleted

    def on_hidden_changed(self, *, by: "User") -> None:
        """Called by moderation inside its transaction: the thread says it to everyone at once."""
        from intranet.discussions.actions import note_hidden

        note_hidden(self, by=by)
        keys = set() if self.is_hidden or self.is_deleted else upload_keys(self.body)
        UploadUse.objects.sync(self, keys=keys, audience=self.discussion.audience, by=self.author)


class PostRevision(models.Model):
    """What a post said before it was edited. Removed with the text when its author deletes the post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    body = RichTextField(profile="post")
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.post_id} until {self.replaced_at}"


_visible = Compiled(lambda pk: Post.objects.current().select_related("discussion", "parent").filter(pk=pk))
