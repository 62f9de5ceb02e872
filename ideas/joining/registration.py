"""What the rest of the site knows of merging and splitting ideas."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from ideas.joining import choosing, parts, policies, proposing, telling
from ideas.joining.models import Choice, Joining
from intranet.accounts import roles
from intranet.accounts.reader import Reader
from intranet.contributions.models import Activity
from intranet.contributions.registry import Kind, registry
from intranet.contributions.shared import until_something_happens
from intranet.contributions.waiting import Waiting
from intranet.contributions.worker import Periodic
from intranet.core.compiled import Compiled
from intranet.notifications.rules import notify

if TYPE_CHECKING:
    from intranet.accounts.models import User

HOUR = 3600.0
SHOWN = 3

VERBS = {
    "idea.merge_proposed": gettext_lazy("proposed to merge two ideas"),
    "idea.split_proposed": gettext_lazy("proposed to split an idea"),
    "idea.join_answered": gettext_lazy("answered a proposal to merge or split"),
    "idea.join_taken_back": gettext_lazy("took back a proposal to merge or split"),
    "idea.merged": gettext_lazy("merged two ideas"),
    "idea.unmerged": gettext_lazy("separated two ideas"),
    "idea.split": gettext_lazy("split an idea"),
    "idea.unsplit": gettext_lazy("made an idea whole again"),
}
# What can leave a proposal without an idea that it could be carried out with.
SETTLED = ("idea.withdrawn", "idea.answered", "idea.appeal_answered", "idea.status_changed")

JOINING = Kind(
    model=Joining,
    name="joining",
    label=gettext_lazy("Merge or split"),
    label_plural=gettext_lazy("Merges and splits"),
    icon="git-merge",
    select=("source", "target"),
    order=195,
)


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    registry.register(JOINING)
    roles.grant(policies.STAND_IN, roles.COMMUNITY_MANAGER)
    registry.provide("idea.parts", parts.of_idea)
    registry.provide("idea.life", parts.life_of)
    registry.provide("idea.former_titles", parts.titles_merged_into)
    registry.provide("home.waiting", waiting)
    registry.provide("search.also", touched_by)
    registry.provide("periodic", lambda: Periodic("ideas-choices", HOUR, choosing.settle))
    for verb in SETTLED:
        registry.handle(verb, proposing.overtaken_by)
    for verb in ("idea.merge_proposed", "idea.split_proposed"):
        notify(verb, to=telling.who_answers)
    notify("idea.join_answered", to=telling.who_proposed)
    for verb in ("idea.merged", "idea.unmerged", "idea.split", "idea.unsplit"):
        notify(verb, to=telling.everyone_of_both)


def touched_by(activity: Activity) -> list[tuple[str, list[int]]]:
    """Answer ``search.also``: the idea that is merged or separated, and the parts of a split, besides the target."""
    if activity.verb in ("idea.merged", "idea.unmerged"):
        return [("idea", [activity.data["from"], activity.data["into"]])]
    if activity.verb in ("idea.split", "idea.unsplit"):
        return [("idea", list(activity.data["parts"]))]
    return []


def waiting(user: "User") -> list[Waiting]:
    """Proposals about my ideas to answer, and what became of ideas that I supported. Two queries; the first only when something happened."""
    name = ("joining.waiting", user.pk, get_language())
    to_answer: list[Waiting] = until_something_happens(name, user, lambda: _to_answer(user))
    return [*to_answer, *_to_choose(user)]


def _to_answer(user: "User") -> list[Waiting]:
    """One line for all that waits for my answer."""
    rows = Joining.objects.open().visible_to(user).select_related("source", "target").order_by("created_at")
    mine = [row for row in rows[:200] if policies.is_asked(user, row)]
    if not mine:
        return []
    count = len(mine)
    title = ngettext(
        "%(count)d proposal to merge or split ideas to answer",
        "%(count)d proposals to merge or split ideas to answer",
        count,
    ) % {"count": count}
    url = mine[0].get_absolute_url() if count == 1 else reverse("ideas:joining:list")
    return [Waiting(title, str(mine[0]), url, "git-merge", mine[0].created_at)]


_undecided = Compiled(
    lambda reader: (
        Choice.objects.waiting()
        .filter(user=reader.pk, joining__in=Joining.objects.visible_to(reader).values("pk"))
        .select_related("joining__source", "joining__target")
        .order_by("-joining__done_at")[:SHOWN]
    )
)


def _to_choose(user: "User") -> list[Waiting]:
    return [
        Waiting(
            _("An idea that you support was merged: keep your support?")
            if choice.joining.is_merge
            else _("An idea that you support was split: which part do you support?"),
            choice.joining.source.title,
            choice.joining.get_absolute_url(),
            "git-merge" if choice.joining.is_merge else "split",
            choice.joining.done_at,
        )
        for choice in _undecided(Reader.of(user))
    ]
