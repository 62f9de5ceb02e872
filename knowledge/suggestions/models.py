from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from intranet.contributions.models import UploadUse
from intranet.contributions.models.activity import record
from intranet.core.fields import RichTextField
from intranet.core.richtext import upload_keys
from knowledge import policies
from knowledge.models import ArticlePage, SpacePage
from knowledge.models.writing import without_foreign_files
from knowledge.suggestions.policies import people_to_ask

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User

FIELDS = ("title", "summary", "body", "tags", "language")


class Decided(Exception):
    """Somebody answered it, or it was withdrawn, meanwhile. Nothing was changed."""


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def open(self) -> Self:
        return self.filter(state=Suggestion.State.PROPOSED)

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep what ``user`` suggested, was asked about, or may answer as a steward, on articles that they may read.

        One's own stays even when the article went away: nobody loses what they wrote.
        """
        if not user.is_authenticated:
            return self.none()
        readable = Q(article__in=ArticlePage.objects.visible_to(user))
        if policies.can_manage_knowledge(user):
            return self.filter(readable | Q(author=user))
        asked = Suggestion.asked.through.objects.filter(suggestion=OuterRef("pk"), user=user.pk)
        theirs = Exists(asked) | SpacePage.objects.stewarding(user, path="article__path")
        return self.filter(Q(author=user) | (readable & Q(theirs)))

    def waiting_for(self, user: "User") -> Self:
        """Keep those that ``user`` was asked to answer."""
        asked = Suggestion.asked.through.objects.filter(user=user.pk).values("suggestion")  # few, by an index
        return self.open().filter(pk__in=asked, article__in=ArticlePage.objects.visible_to(user))

    def propose(
        self, article: ArticlePage, *, by: "User", base_revision: int, word: str, quietly: bool = False, **text: Any
    ) -> "Suggestion":
        """Suggest ``text`` for ``article``. Somebody's open suggestion on the same article is revised, not joined by another.

        ``quietly``: who is asked is told otherwise.
        """
        with transaction.atomic():
            article.hold()
            mine = self.open().filter(article=article, author=by).first()
            before = article.working_version().body if mine is None else mine.body
            text["body"] = without_foreign_files(text["body"], before=before, by=by)
            made = mine or Suggestion(article=article, author=by)
            for name, value in {**text, "word": word, "base_revision": base_revision}.items():
                setattr(made, name, value)
            made.updated_at = timezone.now()
            made.save()
            made.asked.set(people_to_ask(article, but=by))
            made.follow_readers()
            people = sorted(made.asked.values_list("pk", flat=True))
            verb = "suggestion.revised" if mine else "suggestion.made"
            record(verb, by=by, target=made, people=people, quietly=quietly)
        return made


class Suggestion(models.Model):
    """What somebody proposes that an article should say. ``base_revision`` is the version that it began from.

    Once accepted, ``revision`` is the version that it became (``None`` when the article said so already).
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        AMENDED = "amended", _("Accepted with changes")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    article = models.ForeignKey(ArticlePage, null=True, on_delete=models.SET_NULL, related_name="suggestions")
    base_revision = models.PositiveBigIntegerField()
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300, blank=True)
    body = RichTextField(profile="article", blank=True)
    tags = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    word = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    asked = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)
    revision = models.PositiveBigIntegerField(null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"], condition=Q(state="proposed"), name="suggestion_one_open"
            )
        ]
        indexes = [models.Index(fields=["state", "updated_at"], name="suggestion_open")]

    def __str__(self) -> str:
        return self.article.title if self.article else self.title

    def get_absolute_url(self) -> str:
        return reverse("suggestions:suggestion", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def text(self) -> dict[str, Any]:
        """Return what it proposes, as ``revise`` takes it."""
        return {name: getattr(self, name) for name in FIELDS}

    @property
    def base(self) -> Revision | None:
        if self.article is None:
            return None
        return self.article.revisions.filter(pk=self.base_revision).first()

    def hold(self) -> "Suggestion":
        """Return it as it is now, its row locked, if it is still open (``Decided`` otherwise)."""
        row = Suggestion.objects.select_for_update().get(pk=self.pk)
        if not row.is_open:
            raise Decided
        return row

    @transaction.atomic
    def decline(self, *, by: "User", answer: str, quietly: bool = False) -> None:
        row = self.hold()
        row.settle(Suggestion.State.DECLINED, by=by, answer=answer)
        record("suggestion.declined", by=by, target=row, word=answer, quietly=quietly)

    @transaction.atomic
    def withdraw(self, *, by: "User") -> None:
        row = self.hold()
        row.settle(Suggestion.State.WITHDRAWN, by=by)
        record("suggestion.withdrawn", by=by, target=row)

    def settle(self, state: str, *, by: "User", answer: str = "", revision: int | None = None) -> None:
        """Close it. Call it on the row that ``hold`` gave."""
        self.state, self.decided_by, self.answer, self.revision = state, by, answer[:1000], revision
        self.decided_at = timezone.now()
        self.save()
        self.follow_readers()

    def follow_readers(self) -> None:
        """Let those who read the article fetch the pictures of an open suggestion, and nobody those of a closed one by it."""
        if self.article is not None:
            keys = upload_keys(self.body) if self.is_open else set()
            UploadUse.objects.sync(self, keys=keys, audience=self.article.audience)
