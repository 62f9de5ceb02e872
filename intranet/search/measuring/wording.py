"""What a change of the settings is, in words, in the reader's language."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from intranet.contributions.registry import registry
from intranet.search.measuring.showing import Key, Page, visible
from intranet.search.models import lines_of

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.search.measuring.editing import Edit
    from intranet.search.measuring.models import Change


def described(user: "User", changes: Iterable["Change"]) -> list[tuple["Change", list[str]]]:
    """Return each change with its lines; a page that ``user`` may not see is not named. One query a kind of page."""
    changes = list(changes)
    named = (edit["after"] or edit["before"] for change in changes for edit in change.edits if edit["model"] == "bet")
    pages = visible(user, [(state["kind"], state["target_id"]) for state in named])
    return [(change, [_line(edit, pages) for edit in change.edits]) for change in changes]


def _line(edit: "Edit", pages: dict[Key, Page]) -> str:
    return {"synonyms": _synonyms, "bet": _bet, "boost": _boost}[edit["model"]](edit, pages)


def _synonyms(edit: "Edit", pages: dict[Key, Page]) -> str:
    before, after = (_expressions(edit[name]) if edit[name] else "" for name in ("before", "after"))
    if not before:
        return _("New synonyms: %(after)s") % {"after": after}
    if not after:
        return _("No longer synonyms: %(before)s") % {"before": before}
    return _("Synonyms: %(before)s become %(after)s") % {"before": before, "after": after}


def _expressions(state: dict[str, Any]) -> str:
    words = ", ".join(lines_of(state["expressions"]))
    also = ", ".join(lines_of(state["leads_to"]))
    return f"{words} → {also}" if also else words


def _bet(edit: "Edit", pages: dict[Key, Page]) -> str:
    before, after = edit["before"], edit["after"]
    state = after or before
    page = pages.get((state["kind"], state["target_id"]))
    words = {
        "page": page.title if page else _("a page that you cannot see, or that is gone"),
        "before": ", ".join(lines_of(before["patterns"])) if before else "",
        "after": ", ".join(lines_of(after["patterns"])) if after else "",
    }
    if before is None:
        return _("Recommended for “%(after)s”: %(page)s") % words
    if after is None:
        return _("No longer recommended for “%(before)s”: %(page)s") % words
    if words["before"] == words["after"]:
        return _("Recommended for “%(after)s”, with another note, other days or among other words: %(page)s") % words
    return _("Recommended for “%(after)s” instead of “%(before)s”: %(page)s") % words


def _boost(edit: "Edit", pages: dict[Key, Page]) -> str:
    before, after = (edit[name]["factor"] if edit[name] else 1.0 for name in ("before", "after"))
    name = (edit["after"] or edit["before"])["kind"]
    label = next((str(kind.label_plural) for kind in registry.kinds() if kind.name == name), name)
    return _("Weight of %(kind)s: %(before)s becomes %(after)s") % {"kind": label, "before": before, "after": after}
