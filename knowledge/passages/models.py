import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.contributions.models import Contribution, ContributionQuerySet
from intranet.contributions.models.activity import record
from intranet.discussions.models import Discussion
from intranet.notifications.models import Follow
from knowledge.models import ArticlePage
from knowledge.passages.anchoring import Quote
from knowledge.stewardship.models import Concern
from knowledge.stewardship.models.stewardship import drop_concerns, raise_concern

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User

LONGEST = 1000


class PassageQuerySet(ContributionQuerySet):
    def addressed_to(self, user: "User | AnonymousUser") -> Self:
        """Keep those of articles that ``user`` may find: what is said of a text is for its readers alone, whoever says it."""
        if not user.is_authenticated:
            return self.none()
        kept = self.filter(article__live=True, article__is_hidden=False)
        if user.sees_everything:
            return kept
        return kept.filter(Q(article__audience=None) | Q(article__audience__in=user.audience_ids))

    def open(self) -> Self:
        return self.filter(resolved_at=None)

    def resolved(self) -> Self:
        return self.exclude(resolved_at=None)

    def for_cards(self) -> Self:
        return self.select_related("author__department", "article", "discussion", "resolved_by", "proposal")


class Passage(Contribution):
    """A sentence of an article that somebody asks about or contests, with the thread that it opens.

    ``quoted`` is what it said then. ``exact``, ``prefix``, ``suffix``, ``position``, ``copies`` find it in the text as it
    is now (``anchoring.Quote``; characters without white space); they follow each version that is published.
    ``gone_at``: no published version since then holds it; the thread stays. ``opened_on`` is the version it was read in,
    ``resolved_in`` the one that answered it. ``audience`` is the article's at all times.
    """

    class Stance(models.TextChoices):
        ASKS = "asks", _("I have a question about it")
        CONTESTS = "contests", _("I think that it is not right")

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="passages", editable=False)
    stance = models.CharField(_("what you have to say"), max_length=10, choices=Stance)
    words = models.TextField(_("in your words"), max_length=2000)
    suggestion = models.TextField(_("what it should say"), max_length=2 * LONGEST, blank=True)
    quoted = models.TextField(max_length=2 * LONGEST, editable=False)
    exact = models.TextField(editable=False)
    prefix = models.CharField(max_length=80, blank=True, editable=False)
    suffix = models.CharField(max_length=80, blank=True, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    copies = models.PositiveIntegerField(default=1, editable=False)
    opened_on = models.PositiveBigIntegerField(null=True, editable=False)
    gone_at = models.DateTimeField(null=True, editable=False)
    resolved_at = models.DateTimeField(null=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    resolved_in = models.PositiveBigIntegerField(null=True, editable=False)
    answer = models.CharField(max_length=500, blank=True, editable=False)
    # What it should say, as a suggested edit: proposed, answered and credited where all of them are.
    proposal = models.OneToOneField(
        "suggestions.Suggestion", null=True, on_delete=models.SET_NULL, related_name="passage", editable=False
    )
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    discussion = models.OneToOneField(Discussion, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("name of a record", "passage")
        verbose_name_plural = pgettext_lazy("name of a record", "passages")
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="passage_sent_once")]
        indexes = [models.Index(fields=["article", "resolved_at"], name="passage_article")]

    def __str__(self) -> str:
        return f"«\u202f{self.excerpt}\u202f»" if self.language == "fr" else f"“{self.excerpt}”"

    def get_absolute_url(self) -> str:
        return reverse("passages:detail", args=[self.pk])

    @property
    def excerpt(self) -> str:
        return Truncator(self.quoted).chars(120)

    @property
    def contests(self) -> bool:
        return self.stance == self.Stance.CONTESTS

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @property
    def quote(self) -> Quote:
        return Quote(self.exact, self.prefix, self.suffix, self.position, self.copies)

    def is_visible_to(self, user: "User | AnonymousUser") -> bool:
        return self.article.is_visible_to(user) and not self.is_hidden

    def in_margin(self) -> dict[str, Any]:
        """Return what the article keeps of it, so that showing the mark costs no query."""
        names = ("pk", "contests", "excerpt", "exact", "prefix", "suffix", "position", "copies")
        return {name: getattr(self, name) for name in names}

    def anchor(self, quote: Quote) -> None:
        """Take ``quote`` for where it stands now; not saved."""
        self.exact, self.prefix, self.suffix = quote.exact, quote.prefix, quote.suffix
        self.position, self.copies = quote.position, quote.copies

    def resolve(self, *, by: "User", answer: str, revision: int | None = None) -> None:
        """Say that it is settled, with a word; ``revision`` is the version of the article that settled it. Told once."""
        with transaction.atomic():
            mine = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            if mine.is_open:
                mine.resolved_at, mine.resolved_by, mine.answer = timezone.now(), by, answer
                mine.resolved_in = revision
                mine.save(update_fields=["resolved_at", "resolved_by", "answer", "resolved_in"])
                write_margin(mine.article_id)
                drop_concerns([mine.article_id], Concern.Kind.CHALLENGED, cause=mine.cause, by=by)
                Follow.objects.follow(by, mine, automatic=True)
                record("passage.resolved", by=by, target=mine, article=mine.article_id, revision=revision)
        self.refresh_from_db()

    def reopen(self, *, by: "User") -> None:
        """Take it up again."""
        with transaction.atomic():
            mine = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            if not mine.is_open:
                mine.resolved_at = mine.resolved_by = mine.resolved_in = None
                mine.answer = ""
                mine.save(update_fields=["resolved_at", "resolved_by", "answer", "resolved_in"])
                write_margin(mine.article_id)
                mine.raise_concern()
                record("passage.reopened", by=by, target=mine, article=mine.article_id)
        self.refresh_from_db()

    @property
    def cause(self) -> str:
        """What the reason to check the article is called (see ``Concern.cause``)."""
        return f"passage:{self.pk}"

    def raise_concern(self) -> None:
        if self.contests:
            raise_concern([self.article_id], Concern.Kind.CHALLENGED, cause=self.cause)

    def follow_article(self) -> None:
        """Have the thread be for whom the article is, as it is now. Call it in the transaction that changed the article."""
        article = self.article
        if self.audience_id != article.audience_id:
            self.audience_id = article.audience_id
            type(self).objects.filter(pk=self.pk).update(audience=article.audience_id)
        shown = article.live and not article.is_hidden and not self.is_hidden
        self.discussion.follow_subject(audience=article.audience, published=shown)

    def on_hidden_changed(self, *, by: "User") -> None:
        """Called by the moderation room in its transaction, after ``is_hidden`` changed."""
        self.follow_article()
        write_margin(self.article_id)
        if self.is_hidden:
            drop_concerns([self.article_id], Concern.Kind.CHALLENGED, cause=self.cause, by=by)
        elif self.is_open:
            self.raise_concern()


def write_margin(article_id: int) -> None:
    """Write the open passages of an article into its margin. Call it in the transaction that changed one of them."""
    shown = Passage.objects.filter(article=article_id, resolved_at=None, gone_at=None, is_hidden=False)
    kept = [passage.in_margin() for passage in shown.order_by("position", "pk")[:200]]
    ArticlePage.objects.filter(pk=article_id).update(margin=kept)
