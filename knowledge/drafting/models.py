"""What people write and have not saved yet, kept on the server; and who is writing where."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from intranet.accounts.models import User
from intranet.core.richtext import upload_keys
from knowledge.models import ArticlePage

# What is kept of the form; anything else that is sent falls.
FIELDS = ("title", "summary", "body", "tags", "language", "space", "word", "is_major", "base_revision", "attached")
# A text as long as can be saved, and room for the small fields.
LONGEST = 1_000_000
LONGEST_OTHER = 5_000
MOST = 300
# A browser says every 20 seconds that its page is open; three missed, and its person is gone.
SEEN_FOR = timedelta(seconds=70)


class Elsewhere(Exception):
    """The same text is being written in another tab or on another device; nothing was kept. ``draft`` is what is there."""

    def __init__(self, draft: "Draft") -> None:
        super().__init__(draft.key)
        self.draft = draft


class TooMuch(Exception):
    """A text is longer than can be saved (``length`` says how long), or the person keeps too many (``length`` is 0)."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def keep(
        self,
        *,
        by: User,
        key: str,
        article: ArticlePage | None,
        fields: dict[str, str],
        tab: str,
        number: int,
        device: str,
        over: bool = False,
    ) -> "Draft":
        """Keep ``fields`` as what ``by`` writes under ``key``.

        ``number`` is the last that this tab was told, 0 for none. When another tab kept something since, ``Elsewhere`` is
        raised and that stays, unless ``over`` says that the person chose this one. The row is locked meanwhile.
        """
        fields = {name: fields[name] for name in FIELDS if name in fields}
        if len(fields.get("body", "")) > LONGEST:
            raise TooMuch(len(fields["body"]))
        fields = {name: text if name == "body" else text[:LONGEST_OTHER] for name, text in fields.items()}
        try:
            with transaction.atomic():
                draft = self.select_for_update().filter(person=by, key=key).first()
                if draft is None:
                    if self.of(by).count() >= MOST:
                        raise TooMuch(0)
                    return self.create(
                        person=by, key=key, article=article, fields=fields, tab=tab, device=device, number=number + 1
                    )
                if draft.number != number and draft.tab != tab and not over:
                    raise Elsewhere(draft)
                draft.fields, draft.tab, draft.device = fields, tab, device
                draft.number, draft.updated_at = max(draft.number, number) + 1, timezone.now()
                draft.save(update_fields=["fields", "tab", "device", "number", "updated_at"])
        except IntegrityError:
            raise Elsewhere(self.get(person=by, key=key)) from None
        return draft

    def saved(self, person: User, key: str) -> None:
        """Answer ``editor.saved``: what was written is a version now."""
        self.filter(person=person, key=key).delete()

    def kept(self, person: User, key: str) -> dict[str, str]:
        """Answer ``editor.kept``: the fields of what ``person`` wrote under ``key``, empty for nothing."""
        return self.filter(person=person, key=key).values_list("fields", flat=True).first() or {}

    def uploads_among(self, keys: Iterable[str]) -> set[str]:
        """Answer ``uploads.needed``: those of ``keys`` that some unsaved text shows or is to have beside it."""
        wanted = set(keys)
        found: set[str] = set()
        for body, attached in self.values_list("fields__body", "fields__attached").iterator():
            found |= (upload_keys(body or "") | set((attached or "").split())) & wanted
        return found


class Draft(models.Model):
    """A text that somebody writes and has not saved. Nobody else sees it, whatever their role, and it counts in nothing.

    ``key`` is the name of the text in the browser too ("article:12", "article:new"). It outlives its article. ``number``
    grows with each change, so that two tabs do not overwrite one another. ``fields`` are as typed: never shown as HTML
    without being cleaned.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    article = models.ForeignKey(ArticlePage, null=True, on_delete=models.SET_NULL, related_name="+")
    fields: Any = models.JSONField(default=dict)
    number = models.PositiveIntegerField(default=1)
    tab = models.CharField(max_length=40)
    device = models.CharField(max_length=80, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_unsaved_text")]

    def __str__(self) -> str:
        return self.fields.get("title", "") or self.key

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
        """Keep what ``by`` chose so far; what they chose before on other questions stays beside it, the latest ``MOST``."""
        with transaction.atomic():
            row, _created = self.select_for_update().get_or_create(person=by, article=article)
            merged = {key: value for key, value in row.given.items() if key not in given} | given
            row.given = dict(list(merged.items())[-MOST:])
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
