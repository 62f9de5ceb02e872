"""What the rest of the site knows of suggested edits."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intranet.accounts.reader import Reader
from intranet.contributions.models import Activity
from intranet.contributions.registry import Kind, registry
from intranet.contributions.waiting import Waiting
from intranet.core.compiled import Compiled
from intranet.notifications.models import Reason
from intranet.notifications.rules import notify
from intranet.ui.places import add_menu_entry
from knowledge.suggestions import actions, parts
from knowledge.suggestions.models import Suggestion

if TYPE_CHECKING:
    from intranet.accounts.models import User

VERBS = {
    "suggestion.made": _("suggested an edit"),
    "suggestion.revised": _("changed a suggested edit"),
    "suggestion.accepted": _("accepted a suggested edit"),
    "suggestion.declined": _("declined a suggested edit"),
    "suggestion.withdrawn": _("withdrew a suggested edit"),
}
SHOWN = 100

SUGGESTION = Kind(
    model=Suggestion,
    name="suggestion",
    label=_("Suggested edit"),
    label_plural=_("Suggested edits"),
    icon="pen-line",
    addressed=False,
    select=("article",),
    order=190,
)


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    registry.register(SUGGESTION)
    registry.provide("article.annotated", parts.annotated)
    registry.provide("article.parts", parts.of_article)
    registry.provide("home.waiting", to_answer)
    registry.provide("space.readdressed", actions.follow_space)
    registry.handle("article.entrusted", actions.ask_anew)
    registry.handle("article.moved", actions.ask_anew)
    add_menu_entry("suggestions:mine", _("Suggested edits"), "pen-line")
    for verb in ("suggestion.made", "suggestion.revised"):
        notify(verb, to=who_is_asked)
    for verb in ("suggestion.accepted", "suggestion.declined"):
        notify(verb, to=who_made_it)


def who_is_asked(activity: Activity) -> dict[int, str]:
    """Those asked; nobody when they are told by the passage that it belongs to."""
    return dict.fromkeys(() if activity.data.get("quietly") else activity.data.get("people", ()), Reason.OWNER)


def who_made_it(activity: Activity) -> dict[int, str]:
    made = activity.target
    if activity.data.get("quietly"):
        return {}
    return {made.author_id: Reason.AUTHOR} if isinstance(made, Suggestion) and made.author_id else {}


_waiting_for = Compiled(
    lambda reader: (
        Suggestion.objects.waiting_for(reader)
        .order_by("updated_at")
        .values_list("article__title", "updated_at")[:SHOWN]
    )
)


def to_answer(user: "User") -> list[Waiting]:
    """One line for all the suggestions that wait for ``user``: one query, however many there are."""
    rows = _waiting_for(Reader.of(user))
    if not rows:
        return []
    count = len(rows)
    title = ngettext("%(n)d suggested edit to answer", "%(n)d suggested edits to answer", count) % {"n": count}
    return [Waiting(title, rows[0][0], reverse("suggestions:mine"), "pen-line", rows[0][1])]
