"""Writing down what is asked and what is opened. One insert a page of results; nothing while somebody types."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from intranet.accounts.models import User
from intranet.contributions.registry import Kind, registry
from intranet.search.finding import Results
from intranet.search.measuring.models import Asked
from intranet.search.measuring.models.asked import Outcome
from intranet.search.measuring.sameness import key_of, normalised
from intranet.search.query import Query
from intranet.search.syntax import parse
from intranet.search.text import language_of

log = structlog.get_logger("parvis.search")

_CLICKS_COUNT_FOR = timedelta(hours=1)
_LEADS_FOR = timedelta(days=1)
_MOST_A_MINUTE = 30
_DEEPEST_RANK = 200
_SHORTEST = 2


def hear(request: HttpRequest, query: Query, found: Results) -> UUID | None:
    """Write down the search that this page answers: one insert. Return its name for the clicks, ``None`` if it is not kept.

    Only what somebody asked by going to the page counts, not what another site or a preview of the browser fetches.
    """
    wanted = request.headers.get("Sec-Fetch-Dest", "document") in ("document", "empty")
    if not wanted or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return None
    hits = found.hits()
    kinds = dict.fromkeys(hit.kind.name for hit in hits)
    try:
        return _write(request.user, query.asked.text, len(hits), kinds=",".join(kinds)[:200])
    except DatabaseError as error:
        log.warning("a search was not written down", error=str(error))
        return None


def hear_program(user: User, query: Query, found: Results) -> UUID | None:
    """Write down a search that a program made for ``user``; not more than thirty a minute.

    Nothing opened is no sign that nothing helped: programs seldom say. So what found something is settled at once.
    """
    if _asks_too_much(user):
        return None
    hits = found.hits()
    kinds = dict.fromkeys(hit.kind.name for hit in hits)
    try:
        return _write(user, query.asked.text, len(hits), kinds=",".join(kinds)[:200], settled=bool(hits))
    except DatabaseError as error:
        log.warning("a search was not written down", error=str(error))
        return None


def hear_palette(user: User, text: str, results: int, opened: tuple[Kind, int, int] | None) -> UUID | None:
    """Write down one sitting at the palette: the last words typed, and what was opened if anything was."""
    if len(text.strip()) < _SHORTEST or _asks_too_much(user):
        return None
    return _write(user, parse(text).text, max(results, 1 if opened else 0), in_palette=True, **_opened(opened))


def opened(user: User, asked: UUID, what: tuple[Kind, int, int]) -> bool:
    """Note what ``user`` opened of the results of their own search, the first thing only; say whether it was noted."""
    rows = Asked.objects.filter(pk=asked, person=user, at__gte=timezone.now() - _CLICKS_COUNT_FOR, clicked_at=None)
    return bool(rows.update(**_opened(what)))


def led_to(user: User, kind: str, pk: int) -> str:
    """Return the words by which ``user`` found this object today, "" when no search of theirs led there. One query."""
    lately = Asked.objects.filter(person=user, at__gte=timezone.now() - _LEADS_FOR)
    words = lately.filter(clicked_kind=kind, clicked_id=pk).order_by("-at").values_list("text", flat=True)
    return words.first() or ""


def openable(user: User, name: str, pk: int) -> Kind | None:
    """Return the kind called ``name`` if ``user`` may see its ``pk``: nobody can say they opened what they cannot."""
    kind = next((k for k in registry.kinds() if k.name == name and k.indexable is not None), None)
    return kind if kind is not None and kind.visible(user).filter(pk=pk).exists() else None


def _asks_too_much(user: User) -> bool:
    lately = Asked.objects.filter(person=user, at__gte=timezone.now() - timedelta(minutes=1))
    return len(lately.values_list("pk")[:_MOST_A_MINUTE]) >= _MOST_A_MINUTE


def _opened(what: tuple[Kind, int, int] | None) -> dict[str, object]:
    if what is None:
        return {}
    kind, pk, rank = what
    rank = min(max(rank, 1), _DEEPEST_RANK)
    said = {"clicked_kind": kind.name, "clicked_id": pk, "clicked_rank": rank, "clicked_at": timezone.now()}
    return {**said, "outcome": Outcome.CLICKED}


def _write(user: User, text: str, results: int, **said: object) -> UUID | None:
    text, key = normalised(text), key_of(text)
    if not key:
        return None
    outcome = Outcome.OPEN if results else Outcome.ZERO
    language = language_of(text, user.language)
    said = {"outcome": outcome, **said}
    return Asked.objects.create(person=user, text=text, key=key, language=language, results=results, **said).pk
