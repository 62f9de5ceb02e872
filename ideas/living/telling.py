"""Who hears of which step in the life of an idea: each person once a step, for the reason nearest to them."""

from typing import TYPE_CHECKING

from ideas.models import Idea
from ideas.models.decidable import deciders
from ideas.registration import everyone_concerned
from intranet.notifications.models import Reason

if TYPE_CHECKING:
    from intranet.contributions.models import Activity


def who_owes(activity: "Activity") -> dict[int, str]:
    """Who owes the answer or step; without an owner the sponsor of the campaign, else who made it, if they may decide."""
    idea = activity.target
    if not isinstance(idea, Idea):
        return {}
    if idea.answer_owner_id:
        return {idea.answer_owner_id: Reason.OWNER}
    stand_ins = [pk for pk in (idea.campaign.sponsor_id, idea.campaign.created_by_id) if pk]
    able = set(deciders().filter(pk__in=stand_ins).values_list("pk", flat=True)) if stand_ins else set()
    first = next((pk for pk in stand_ins if pk in able), None)
    return {first: Reason.OWNER} if first else {}


def new_owner(activity: "Activity") -> dict[int, str]:
    to = activity.data.get("to")
    return {to: Reason.OWNER} if to else {}


def invited(activity: "Activity") -> dict[int, str]:
    return {activity.data["person"]: Reason.MENTION}


def authors(activity: "Activity") -> dict[int, str]:
    idea = activity.target
    return dict.fromkeys(idea.writer_ids, Reason.AUTHOR) if isinstance(idea, Idea) else {}


def of_appeal(activity: "Activity") -> dict[int, str]:
    """Everyone concerned, and those who can answer it."""
    able = dict.fromkeys(deciders().values_list("pk", flat=True), Reason.OWNER)
    return {**able, **everyone_concerned(activity)}


def of_more(activity: "Activity") -> dict[int, str]:
    """Who asked for more and who owes the answer now."""
    idea = activity.target
    if not isinstance(idea, Idea):
        return {}
    asked = idea.decisions.filter(to_status="needs_more", by__isnull=False).order_by("-pk").first()
    told = who_owes(activity)
    return {**told, **({asked.by_id: Reason.REPLY} if asked and asked.by_id else {})}


def milestone_owner(activity: "Activity") -> dict[int, str]:
    """Tell who is to reach the milestone."""
    from ideas.living.models import Milestone

    found = Milestone.objects.filter(pk=activity.data.get("milestone"), owner__isnull=False).first()
    return {found.owner_id: Reason.OWNER} if found and found.owner_id else {}
