"""A person saves an article that somebody else saved meanwhile: what becomes of both texts (see ``knowledge.merging``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wagtail.models import Revision

from intranet.core.richtext import clean, headings
from knowledge.merging import (
    FieldMerge,
    Part,
    assemble,
    compare_two,
    conflicts_of,
    merge,
    merge_field,
    merge_tags,
    taken_out,
)
from knowledge.text import anchored

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from knowledge.models import ArticlePage

FIELDS = ("title", "summary", "language")


@dataclass
class Reconciliation:
    """``mine`` (title, summary, body, tags, language) began from revision ``base``; ``current`` is what is saved now.

    ``base`` is ``None`` when that revision is not known: then every difference is a question.
    """

    article: "ArticlePage"
    mine: dict[str, Any]
    base: Revision | None
    current: Revision
    theirs: "ArticlePage" = field(init=False)
    parts: list[Part] = field(init=False)
    fields: dict[str, FieldMerge] = field(init=False)
    tags: list[str] = field(init=False)

    def __post_init__(self) -> None:
        before = self.base.as_object() if self.base else None
        self.theirs = self.current.as_object()
        mine = anchored(self.mine["body"])
        if before is not None:
            self.parts = merge(before.body, mine, self.theirs.body)
        else:
            self.parts = compare_two(mine, self.theirs.body)
        self.fields = {
            name: merge_field(getattr(before, name) if before else None, self.mine[name], getattr(self.theirs, name))
            for name in FIELDS
        }
        self.tags = merge_tags(tags_of(before) if before else [], self.mine["tags"], tags_of(self.theirs))

    @cached_property
    def conflicts(self) -> list[Part]:
        return conflicts_of(self.parts)

    @property
    def disputed_fields(self) -> list[str]:
        return [name for name, merged in self.fields.items() if merged.is_conflict]

    @property
    def is_settled(self) -> bool:
        """Say that nobody needs to be asked."""
        return not self.conflicts and not self.disputed_fields

    def headings_before(self) -> list[str]:
        """Return, for each conflict, the heading that it stands under (empty before the first)."""
        found: list[str] = []
        last = ""
        for part in self.parts:
            if part.state == "conflict":
                found.append(last)
            for _level, _anchor, text in headings(part.html or part.theirs or part.mine or ""):
                last = text
        return found

    def text(
        self, answers: Mapping[int, str] | None = None, field_answers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Return the text to save, as ``revise`` takes it. ``answers``: the HTML for each conflict, by its number.

        Raises ``ValidationError`` when the two together are longer than a text may be.
        """
        chosen = {name: (field_answers or {}).get(name, merged.value) for name, merged in self.fields.items()}
        return {**chosen, "tags": self.tags, "body": clean(assemble(self.parts, answers))}

    def answer(self, number: int, choice: str, own: str = "") -> str:
        """Return the HTML that a choice gives for one conflict: "mine", "theirs", "both" or "own" (clean HTML)."""
        part = self.conflicts[number]
        if choice == "own":
            return taken_out(own, part.around)
        mine, theirs = part.mine or "", part.theirs or ""
        return {"mine": mine, "theirs": theirs}.get(choice, mine + theirs)

    def says_what_is_saved(self, text: dict[str, Any]) -> bool:
        """Say whether ``text`` is what the current version holds already."""
        same = all(text[name] == getattr(self.theirs, name) for name in FIELDS)
        tags = {tag.casefold() for tag in text["tags"]} == {tag.casefold() for tag in tags_of(self.theirs)}
        return same and tags and anchored(text["body"]) == self.theirs.body

    def authors(self, *, but: "User") -> "list[User]":
        """Return who saved since ``base``, in order: those whose words the merge holds besides the person's own."""
        since = self.article.revisions.filter(pk__lte=self.current.pk).exclude(user=None)
        since = since.filter(pk__gt=self.base.pk) if self.base else since.filter(pk=self.current.pk)
        saved = since.select_related("user").defer("content").order_by("pk")
        return [person for person in dict.fromkeys(revision.user for revision in saved) if person != but]


def reconcile(article: "ArticlePage", *, mine: dict[str, Any], base: int, current: Revision) -> Reconciliation:
    """Bring ``mine``, begun from the revision with id ``base``, together with ``current``."""
    return Reconciliation(article, mine, article.revisions.filter(pk=base).first() if base else None, current)


def tags_of(version: "ArticlePage") -> list[str]:
    return sorted(tag.name for tag in version.tags.all())
