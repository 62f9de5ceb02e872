"""What people write and have not saved yet, kept on the server; and who is writing where."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from intranet.accounts.models import User
from intranet.contributions.models.kept import KeptText, KeptTextQuerySet
from knowledge.models import ArticlePage

# What is kept of the form; anything else that is sent falls.
FIELDS = ("title", "summary", "body", "tags", "language", "space", "word", "is_major", "base_revision", "attached")
# A text as long as can be saved.
LONGEST = 1_000_000
# Of the questions where two texts are brought together, answered and not saved yet.
MOST_ANSWERS = 500
# A browser says every 20 seconds that its page is open; three missed, and its person is gone.
SEEN_FOR = timedelta(seconds=70)


class DraftQuerySet(KeptTextQuerySet):
    def kept(self, person: User, key: str) -> dict[str, str]:
        """Answer ``editor.kept``: the fields of what ``person`` wrote under ``key``, empty for nothing."""
        return self.filter(person=person, key=key).values_list("fields", flat=True).first() or {}


class Draft(KeptText):
    """A text of an article, one a person and article."""

    texts, longest, most = ("body",), LONGEST, 300

    article = models.ForeignKey(ArticlePage, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_unsaved_text")]

    @classmethod
    def takes(cls, name: str) -> bool:
        return name in FIELDS

    @property
    def is_of_new_article(self) -> bool:
        return self.key.startswith("article:new")


class EditingQuerySet(models.QuerySet["Editing"]):
    def now(self, article: ArticlePage) -> Self:
        """Keep who has the editor of ``article`` open now, who came first first."""
        seen = self.filter(article=article, seen_at__gt=timezone.now() - SEEN_FOR, person__is_active=True)
        return seen.select_related("person").order_by("since", "pk")

    def beat(self, article: ArticlePage, *, by: User) -> None:
        """Note that ``by`` has the editor open; ``since`` stays while they do."""
        now = timezone.now()
        mine = self.filter(article=article, person=by)
        if mine.filter(seen_at__gt=now - SEEN_FOR).update(seen_at=now):
            return
        try:
            with transaction.atomic():
                self.update_or_create(article=article, person=by, defaults={"since": now, "seen_at": now})
        except IntegrityError:  # another tab of the same person came first
            pass

    def leave(self, article: ArticlePage, *, by: User) -> None:
        self.filter(article=article, person=by).delete()

    def forget_gone(self) -> None:
        self.filter(seen_at__lt=timezone.now() - 2 * SEEN_FOR).delete()


class Editing(models.Model):
    """Somebody has the editor of an article open, as their browser says."""

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    objects = EditingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="edits_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.article_id}"


class AnswersManager(models.Manager["Answers"]):
    def keep(self, article: ArticlePage, given: dict[str, dict[str, str]], *, by: User) -> None:
        """Keep what ``by`` chose so far, beside what they chose before on other questions: the latest ``MOST_ANSWERS``."""
        with transaction.atomic():
            row, _created = self.select_for_update().get_or_create(person=by, article=article)
            merged = {key: value for key, value in row.given.items() if key not in given} | given
            row.given = dict(list(merged.items())[-MOST_ANSWERS:])
            row.updated_at = timezone.now()
            row.save(update_fields=["given", "updated_at"])

    def of(self, person: User, article: ArticlePage) -> dict[str, dict[str, str]]:
        """Return what ``person`` chose, by question."""
        return self.filter(person=person, article=article).values_list("given", flat=True).first() or {}

    def forget(self, person: User, key: str) -> None:
        """Answer ``editor.saved``: the two texts are one now."""
        pk = key.removeprefix("article:")
        if pk.isdecimal():
            self.filter(person=person, article=int(pk)).delete()


class Answers(models.Model):
    """What somebody chose so far on the screen that brings two texts together (``knowledge.conflicts``).

    ``given``: by the mark of each question (``conflicts.mark_of``) what is taken ("mine", "theirs", "both", "own"), and
    the own words; as typed, never shown without being cleaned.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="+")
    given: Any = models.JSONField(default=dict)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = AnswersManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "article"], name="answers_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.article_id}"
