"""Who hears of a merge or a split: everyone who supported, followed or wrote, once."""

from typing import TYPE_CHECKING

from ideas.joining.models import Choice, Joining
from ideas.joining.policies import STAND_IN
from ideas.models import Idea, Support
from intranet.accounts.models import User
from intranet.notifications.models import Follow, Reason

if TYPE_CHECKING:
    from intranet.contributions.models import Activity


def who_answers(activity: "Activity") -> dict[int, str]:
    """The authors of the ideas that are proposed to be merged or split; who may stand in for those who are gone."""
    made = activity.target
    if not isinstance(made, Joining) or not made.is_open:
        return {}
    asked = list(activity.data.get("people", ()))
    found: dict[int, str] = dict.fromkeys(asked, Reason.AUTHOR)
    if any(not set(made.idea_of(side).writer_ids) & set(asked) for side in made.sides):
        found |= dict.fromkeys(_stand_ins(), Reason.OWNER)
    return found


def who_proposed(activity: "Activity") -> dict[int, str]:
    """Who proposed it hears how the authors answer; the other side too when that closes it."""
    made = activity.target
    if not isinstance(made, Joining):
        return {}
    found: dict[int, str] = {}
    if not activity.data.get("accepted"):
        found = {pk: Reason.AUTHOR for side in made.sides for pk in made.idea_of(side).writer_ids}
    return found | ({made.by_id: Reason.REPLY} if made.by_id else {})


def everyone_of_both(activity: "Activity") -> dict[int, str]:
    """Supporters, followers and authors of all the ideas concerned; the reason nearest to each."""
    ids = [activity.data[name] for name in ("from", "into") if name in activity.data]
    ids = ids or [activity.target_id, *activity.data.get("parts", ())]
    ideas = list(Idea.objects.filter(pk__in=ids))
    told: dict[int, str] = {}
    for idea in ideas:
        told |= dict.fromkeys(Follow.objects.follower_ids(idea), Reason.FOLLOW)
    supporters = Support.objects.filter(idea__in=ids, user__isnull=False).values_list("user_id", flat=True)
    told |= dict.fromkeys(supporters, Reason.SUPPORTER)
    chose = Choice.objects.filter(joining=activity.data["joining"]).values_list("user_id", flat=True)
    told |= dict.fromkeys(chose, Reason.SUPPORTER)
    for idea in ideas:
        told |= dict.fromkeys(idea.writer_ids, Reason.AUTHOR)
    return told


def _stand_ins() -> list[int]:
    backend = "intranet.accounts.backends.ParvisBackend"
    people = User.objects.with_perm(STAND_IN, backend=backend, include_superusers=False)
    return list(people.filter(is_active=True).values_list("pk", flat=True))
