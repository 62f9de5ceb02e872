"""What other parts of the site add to the page of an article and to its editor, through services of the registry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from intranet.contributions.registry import registry
from knowledge.models import ArticlePage, SpacePage
from knowledge.text import ascii_slug

if TYPE_CHECKING:
    from django.http import HttpRequest

    from intranet.accounts.models import User


@dataclass(frozen=True)
class ArticlePart:
    """What another part of the site shows on the page of an article: a template, what it needs, and where in the row."""

    template: str
    context: dict[str, Any]
    order: int = 100


@dataclass(frozen=True)
class EditorPart:
    """What another part of the site shows above the editor (or ``below`` it). ``initial`` takes the place of what the
    form would hold.

    ``number`` and ``kept_at``: ``initial`` is a copy of the person's own unsaved text (see the tag ``draft``).
    """

    template: str
    context: dict[str, Any]
    initial: dict[str, Any] = field(default_factory=dict)
    order: int = 100
    number: int = 0
    kept_at: datetime | None = None
    below: bool = False


@dataclass(frozen=True)
class Received:
    """What another part takes from the form of a new article besides its text (service ``editor.received``).

    ``part`` shows it again when the form comes back; ``finish`` puts it beside the article once that is saved.
    """

    part: EditorPart
    errors: list[str]
    finish: "Callable[[ArticlePage], None]"


@dataclass(frozen=True)
class EditorParts:
    shown: list[EditorPart]

    def with_received(self, received: "Sequence[Received]") -> "EditorParts":
        return EditorParts(sorted([*self.shown, *(one.part for one in received)], key=lambda part: part.order))

    @property
    def initial(self) -> dict[str, Any]:
        return {name: value for part in self.shown for name, value in part.initial.items()}

    @property
    def kept(self) -> EditorPart | None:
        return next((part for part in self.shown if part.number), None)


def parts_of(article: ArticlePage, user: "User") -> dict[str, list[ArticlePart]]:
    """Return what other parts add to the page, by place: "head" (under the title), "foot", "aside", "menu".

    A part answers the service ``article.parts``: ``fn(article, user) -> iterable of (place, ArticlePart)``, with one
    query at the most. Only for who may read the text.
    """
    found: dict[str, list[ArticlePart]] = {"head": [], "foot": [], "aside": [], "menu": []}
    for answer in registry.ask("article.parts", article, user):
        for place, part in answer:
            found[place].append(part)
    return {place: sorted(parts, key=lambda part: part.order) for place, parts in found.items()}


def begun(user: "User", space: SpacePage | None, asked: Mapping[str, str]) -> list[EditorPart]:
    """Return what a new article can begin with (service ``editor.beginnings``); ``asked`` is the query of the address."""
    return [part for answer in registry.ask("editor.beginnings", user, space, asked) for part in answer]


def opened_for_editing(
    user: "User", article: ArticlePage | None, *, about: str = "", beginnings: "Sequence[EditorPart]" = ()
) -> EditorParts:
    """Return what other parts add to the editor of ``article`` (``None``: a new one, begun with the title ``about``).

    A part answers the service ``editor.parts``: ``fn(user, article, key) -> list of EditorPart``; ``key`` names the
    text that is written, the same at each visit.
    """
    key = f"article:{article.pk}" if article else new_key(about)
    parts = [*beginnings, *(part for answer in registry.ask("editor.parts", user, article, key) for part in answer)]
    return EditorParts(sorted(parts, key=lambda part: part.order))


def received(request: "HttpRequest", kept: Mapping[str, Any]) -> list[Received]:
    """Return what other parts take from the form of a new article; ``kept`` is what an unsaved text held of it."""
    return [one for one in registry.ask("editor.received", request, kept) if one is not None]


def saved_by(user: "User", key: str) -> None:
    """Say that what ``user`` wrote under ``key`` is saved: nothing has to keep it any more (service ``editor.saved``)."""
    registry.ask("editor.saved", user, key)


def kept_of(user: "User", pk: int) -> dict[str, str]:
    """Return what ``user`` wrote into the article that had this id and did not save (service ``editor.kept``)."""
    return next((kept for kept in registry.ask("editor.kept", user, f"article:{pk}") if kept), {})


def new_key(about: str) -> str:
    """Return the name of a text that is no article yet; one begun from a given title is kept apart from the others."""
    slug = ascii_slug(about)
    return f"article:new:{slug}" if slug else "article:new"
