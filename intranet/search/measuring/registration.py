"""How the rest of the site meets what the search learns of itself."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.accounts import roles
from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.contributions.waiting import Waiting
from intranet.contributions.worker import Periodic
from intranet.core.compiled import Compiled
from intranet.search.measuring import gathering, settling
from intranet.search.measuring.models import Gap
from intranet.ui.places import add_menu_entry

if TYPE_CHECKING:
    from intranet.accounts.models import User

VERBS = {
    "search.gap_assigned": gettext_lazy("asked somebody to write what is looked for"),
    "search.gap_written": gettext_lazy("wrote what was looked for"),
}
MINUTE, HOUR = 60.0, 3600.0
_MOST_TOLD = 2000
_WAITING = 5


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    roles.grant("measuring.read_changes", roles.COMMUNITY_MANAGER, roles.LEADERSHIP)
    registry.provide("periodic", lambda: Periodic("search-settling", MINUTE, settling.settle))
    registry.provide("periodic", lambda: Periodic("search-counting", HOUR / 4, settling.count))
    registry.provide("periodic", lambda: Periodic("search-gaps", HOUR, gathering.gather))
    registry.provide("periodic", lambda: Periodic("search-forgetting", 6 * HOUR, settling.forget))
    registry.provide("notifications.recipients", told)
    registry.provide("home.waiting", to_write)
    add_menu_entry("measuring:gaps", gettext_lazy("Looked for in vain"), "search", "search.tune_search")
    add_menu_entry("measuring:changes", gettext_lazy("Changes of the search"), "history", "measuring.read_changes")


def told(activity: Activity) -> dict[int, str]:
    """Answer ``notifications.recipients``: who is to write it; everyone who asked and whose name is still known."""
    if activity.verb == "search.gap_assigned":
        return {activity.target_id: "owner"}
    if activity.verb != "search.gap_written":
        return {}
    gap = Gap.objects.filter(pk=activity.data.get("gap", 0)).first()
    if gap is None:
        return {}
    asked = gap.searches_of_known_people().filter(at__lte=activity.at)
    return dict.fromkeys(asked.order_by().values_list("person_id", flat=True).distinct()[:_MOST_TOLD], "sought")


_assigned_to = Compiled(
    lambda user: Gap.objects.filter(assignee=user, state=Gap.State.OPEN).order_by("assigned_at")[:_WAITING]
)


def to_write(user: "User") -> list[Waiting]:
    """Answer ``home.waiting``: what this person was asked to write. One query."""
    title = _("Write what colleagues look for")
    return [
        Waiting(title, gap.subject, reverse("measuring:gap", args=[gap.pk]), "pencil", gap.assigned_at or gap.since)
        for gap in _assigned_to(user.pk)
    ]
