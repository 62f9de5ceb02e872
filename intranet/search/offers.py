"""What the search offers to other rooms, through the registry."""

from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.contributions.tools import Tool
from intranet.search.engines import IndexUnavailableError, get_engine
from intranet.search.text import words

if TYPE_CHECKING:
    from intranet.accounts.models import User

VERBS = {
    "search.synonyms_changed": gettext_lazy("changed synonyms of the search"),
    "search.synonyms_removed": gettext_lazy("removed synonyms of the search"),
    "search.bet_changed": gettext_lazy("changed a recommended result"),
    "search.bet_removed": gettext_lazy("removed a recommended result"),
    "search.boost_changed": gettext_lazy("changed the weight of a kind in the search"),
    "search.boost_removed": gettext_lazy("put the weight of a kind in the search back"),
}


def tools(user: "User", target: Any) -> list[Tool]:
    """More like this, for whatever the search knows."""
    kind = registry.kind_of(target)
    if kind is None or kind.indexable is None or kind.name in ("person", "space"):
        return []
    return [Tool(_("More like this"), reverse("search:like", args=[kind.name, target.pk]), "search")]


def touched_by(activity: Activity) -> list[tuple[str, list[int]]]:
    """Answer ``search.also``: titles with the expressions of changed synonyms, which completion finds by them."""
    if activity.verb not in ("search.synonyms_changed", "search.synonyms_removed"):
        return []
    stated = [activity.data.get("before") or {}, activity.data.get("after") or {}]
    expressions = [text for state in stated for name in ("expressions", "leads_to") for text in state.get(name, ())]
    asked = [word for text in expressions for word in words(text, joined=False)]
    try:
        keys = get_engine().titled(asked) if asked else set()
    except IndexUnavailableError:
        return []
    by_kind: dict[str, list[int]] = {}
    for kind, pk in keys:
        by_kind.setdefault(kind, []).append(pk)
    return list(by_kind.items())


def ask_url(text: str) -> str:
    """Return where to ask what was not found: among the questions where the site has them, else in a discussion."""
    try:
        return f"{reverse('questions:ask')}?{urlencode({'title': text[:150]})}"
    except NoReverseMatch:
        return reverse("discussions:index")


def write_url(title: str) -> str:
    """Return where to write an article of this title, "" where the site has none."""
    try:
        return f"{reverse('knowledge:new')}?{urlencode({'title': title[:150]})}"
    except NoReverseMatch:
        return ""


def experts(user: "User", text: str) -> list[Any]:
    """Return who is known to know about ``text`` (service ``knowledge.experts``), at most three."""
    found = [expert for answer in registry.ask("knowledge.experts", user, text, (), 3) for expert in answer]
    return found[:3]
