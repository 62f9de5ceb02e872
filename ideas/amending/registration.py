"""What the rest of the site knows of amendments: parts of pages, the draft of the charter, where the form stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.amending.actions import draft_when_accepted
from ideas.amending.clauses import clause_now
from ideas.amending.models import WORDS, Amendment
from ideas.diff import Piece, compare
from ideas.models import ACCEPTED, UNDECIDED, Idea, Status
from ideas.parts import IdeaPart
from intranet.contributions.registry import registry
from intranet.core.richtext import to_text

if TYPE_CHECKING:
    from intranet.accounts.models import User

LABELS = {
    "title_fr": _("Title in French"),
    "body_fr": _("Text in French"),
    "title_en": _("Title in English"),
    "body_en": _("Text in English"),
}
# An amendment stands open at its clause while it can still change it.
OPEN = (*UNDECIDED, Status.NEEDS_MORE, *(ACCEPTED - {Status.DONE}))
_SHOWN = 10


def register() -> None:
    registry.declare_verb("idea.amendment_drafted", _("put the words of an amendment into the draft of the charter"))
    for verb in ("idea.answered", "idea.status_changed", "idea.appeal_answered"):
        registry.handle(verb, draft_when_accepted)
    registry.provide("idea.parts", parts)
    registry.provide("ideas.edited_at", edited_at)
    registry.provide("clause.amendments", of_clause)


@dataclass(frozen=True)
class Wording:
    """One of the clause's texts as it was and as it is proposed. ``language`` is that of the words."""

    label: Any
    language: str
    pieces: list[Piece]


def wordings(before: dict[str, str], after: dict[str, str]) -> list[Wording]:
    """Return what an amendment changes, text by text; what it leaves is not there."""
    found = []
    for name in WORDS:
        old, new = (
            to_text(text) if name.startswith("body") else text for text in (before.get(name, ""), after.get(name, ""))
        )
        if old != new:
            found.append(Wording(LABELS[name], name[-2:], compare(old, new)))
    return found


def parts(idea: Idea, user: "User") -> Iterable[tuple[str, IdeaPart]]:
    """Answer ``idea.parts``: the difference in place of the proposal, and whether the clause changed since. Two queries."""
    if not idea.amends:
        return
    amendment = Amendment.objects.filter(idea=idea.pk).first()
    if amendment is None:
        return
    amendment.idea = idea
    now = clause_now(idea.amends)
    moved = amendment.drafted_at is None and (now is None or now.words != amendment.before)
    context = {
        "amendment": amendment,
        "wordings": wordings(amendment.before, amendment.after),
        "url": now.url if now else amendment.url,
        "is_gone": now is None,
        "moved": moved and not (now and now.words == amendment.after),
        "since": wordings(amendment.before, now.words) if now and moved else [],
        "has_it": now is not None and now.words == amendment.after,
    }
    yield "body", IdeaPart("ideas/amending/_difference.html", context, 10)


def edited_at(idea: Idea) -> str:
    return reverse("ideas:amending:change", args=[idea.pk]) if idea.amends else ""


def of_clause(user: "User", key: str) -> list[dict[str, str]]:
    """Answer ``clause.amendments``: the open amendments of a clause that ``user`` may read, and where to propose one."""
    seen = Idea.objects.visible_to(user).filter(Q(amends=key), status__in=OPEN).order_by("-created_at", "-pk")
    rows = [
        {
            "title": idea.title,
            "url": idea.get_absolute_url(),
            "status": str(idea.get_status_display()),
            "lang": idea.language,
        }
        for idea in seen.only("title", "slug", "status", "language")[:_SHOWN]
    ]
    return [{"propose": reverse("ideas:amending:propose", args=[key])}, *rows]
