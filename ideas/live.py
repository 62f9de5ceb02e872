"""The count of an open page follows what others do, by a hint on the topic ``idea.<id>``: the page asks for the rest."""

from typing import TYPE_CHECKING

from ideas.models import Idea
from intranet.live.publishing import publish

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.contributions.models import Activity


def topic_of(idea_id: int) -> str:
    return f"idea.{idea_id}"


def announce(activity: "Activity") -> None:
    """Say that the support or the status of an idea changed. Carries no number: each reader asks for what they may see."""
    publish(topic_of(activity.target_id), {"kind": "idea"})


def may_listen(topic: str, user: "User") -> bool | None:
    """Answer for the topics ``idea.<id>``: whoever may read the idea may hear that it moved."""
    kind, _dot, number = topic.partition(".")
    if kind != "idea":
        return None
    known = number.isascii() and number.isdecimal() and len(number) < 19
    return known and Idea.objects.visible_to(user).filter(pk=int(number)).exists()
