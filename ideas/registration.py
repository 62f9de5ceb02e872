"""How the rest of the site deals with ideas: kind, verbs, notifications, home, live count."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ideas import clock, home, own_fields, policies
from ideas.campaigning import telling
from ideas.models import Act, Campaign, Idea, Support
from ideas.models.status import ELSEWHERE
from ideas.why_not import why_not
from intranet.accounts import roles
from intranet.contributions.registry import Document, Kind, registry
from intranet.contributions.worker import Periodic
from intranet.core.richtext import to_text
from intranet.notifications.models import Follow, Reason
from intranet.notifications.rules import notify
from intranet.ui.places import add_menu_entry

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.contributions.models import Activity
    from intranet.discussions.models import Discussion


def register() -> None:
    registry.register(
        Kind(
            model=Campaign,
            name="campaign",
            label=_("Campaign"),
            label_plural=_("Campaigns"),
            icon="calendar",
            card="ideas/campaigns/_card.html",
            indexable=Campaign.objects.published,
            document=campaign_document,
            order=25,
        )
    )
    registry.register(
        Kind(
            model=Idea,
            name="idea",
            label=_("Idea"),
            label_plural=_("Ideas"),
            icon="lightbulb",
            card="ideas/_card.html",
            indexable=indexable,
            document=document,
            discussion="discussion",
            moderated=True,
            highlightable=True,
            select=("author__department", "campaign", "discussion"),
            order=20,
        )
    )
    registry.declare_verb("idea.submitted", _("submitted an idea"))
    registry.declare_verb("idea.edited", _("edited an idea"))
    registry.declare_verb("idea.supported", _("supported an idea"))
    registry.declare_verb("idea.support_withdrawn", _("withdrew their support"))
    registry.declare_verb("idea.status_changed", _("moved an idea"))
    registry.declare_verb("idea.answered", _("answered an idea officially"))
    registry.declare_verb("idea.imported", _("imported an idea"))
    registry.declare_verb("campaign.published", _("published a campaign"))
    registry.declare_verb("campaign.changed", _("changed a campaign"))
    registry.declare_verb("campaign.ended", _("ended a campaign"))
    registry.declare_verb("campaign.phase_opened", _("opened a phase of a campaign"))
    registry.declare_verb("campaign.phase_closed", _("closed a phase of a campaign"))
    registry.declare_verb("campaign.voting_opened", _("opened the vote of a campaign"))
    registry.declare_verb("campaign.voting_closed", _("closed the vote of a campaign"))
    registry.declare_verb("campaign.rules_changed", _("changed the rules of a campaign's vote"))
    registry.declare_verb("campaign.reminder", _("reminds of a phase that closes soon"))
    roles.grant("ideas.decide_idea", roles.COMMUNITY_MANAGER, roles.LEADERSHIP)
    for permission in ("view_idea", "change_idea", "add_campaign", "change_campaign", "view_campaign"):
        roles.grant(f"ideas.{permission}", roles.COMMUNITY_MANAGER)
    notify("campaign.published", to=telling.those_who_take_part)
    notify("campaign.voting_opened", to=telling.those_who_vote)
    notify("campaign.reminder", to=telling.those_who_have_not_acted)
    for verb in ("phase_opened", "voting_closed", "ended", "rules_changed"):
        notify(f"campaign.{verb}", to=telling.followers)
    for permission in ("add_declinereason", "change_declinereason", "view_declinereason"):
        roles.grant(f"ideas.{permission}", roles.COMMUNITY_MANAGER)
    notify("idea.answered", to=everyone_concerned)
    notify("idea.status_changed", to=everyone_concerned)
    registry.provide("live.authorize", may_listen)
    registry.provide("discussion.closed", why_not_discuss)
    registry.provide("periodic", lambda: Periodic("ideas-phases", clock.EVERY, clock.tick))
    registry.provide("periodic", lambda: Periodic("ideas-reminders", telling.LOOK_EVERY, telling.remind))
    registry.provide("campaign.acted", telling.acted_here)
    registry.provide("campaign.voted", telling.voted_here)
    registry.provide("search.also", telling.touched)
    registry.provide("home.waiting", telling.waiting)
    registry.provide("home.waiting", home.waiting)
    registry.provide("home.top_ideas", home.top_ideas)
    add_menu_entry("ideas:review", _("Review of ideas"), "clipboard-check", "ideas.decide_idea")


def everyone_concerned(activity: "Activity") -> dict[int, str]:
    """Return who hears of a step: followers (who wrote in its thread are), supporters, its authors.

    Each once, for the reason nearest to them.
    """
    idea = activity.target
    if idea is None:
        return {}
    told: dict[int, str] = dict.fromkeys(Follow.objects.follower_ids(idea), Reason.FOLLOW)
    supporters = Support.objects.filter(idea=idea, user__isnull=False).values_list("user_id", flat=True)
    told.update(dict.fromkeys(supporters, Reason.SUPPORTER))
    told.update(dict.fromkeys(idea.writer_ids, Reason.AUTHOR))
    return told


def why_not_discuss(discussion: "Discussion") -> str:
    """Say why the discussion of an idea takes no message now: its campaign does not have it open."""
    return why_not(Act.DISCUSS, discussion.subject.campaign) if discussion.kind == "idea" else ""


def may_listen(topic: str, user: "User") -> bool | None:
    """Answer for the topics ``idea.<id>`` and ``campaign.<id>``: whoever may read it may hear that it moved."""
    kind, _dot, number = topic.partition(".")
    if kind not in ("idea", "campaign"):
        return None
    known = number.isascii() and number.isdecimal() and len(number) < 19
    rows: Any = Idea.objects if kind == "idea" else Campaign.objects
    return bool(known and rows.visible_to(user).filter(pk=int(number)).exists())


def campaign_document(campaign: Campaign) -> Document | None:
    if not campaign.is_published():
        return None
    return Document(
        title=str(campaign),
        body="\n\n".join(to_text(text) for text in (campaign.about, campaign.rules) if text),
        summary=campaign.theme,
        language=campaign.language,
        url=campaign.get_absolute_url(),
        audience_id=campaign.audience_id,
        author_id=campaign.sponsor_id,
        at=campaign.published_at,
    )


def indexable() -> "QuerySet[Idea]":
    return Idea.objects.filter(is_hidden=False).prefetch_related("tags").select_related("official_answer", "campaign")


def document(idea: Idea) -> Document | None:
    """Return what the search keeps of ``idea``; ``None`` takes it out. Its support weighs only where everyone may see it."""
    if idea.is_hidden or idea.status in ELSEWHERE:
        return None
    answer = to_text(idea.official_answer.answer) if idea.official_answer else ""
    texts = [to_text(text) for text in (idea.problem, idea.proposal, idea.benefit)]
    texts += [f"{said.label}: {said.value}" for said in own_fields.said_in(idea.campaign, idea.answers)]
    return Document(
        title=idea.title,
        body="\n\n".join(text for text in (*texts, answer) if text),
        summary=idea.summary,
        attachments="\n".join(text for text in registry.ask("idea.attachments", idea) if text),
        tags=tuple(sorted(tag.name for tag in idea.tags.all())),
        language=idea.language,
        url=idea.get_absolute_url(),
        audience_id=idea.audience_id,
        author_id=idea.author_id,
        at=idea.created_at,
        former_titles=tuple(title for answer in registry.ask("idea.former_titles", idea) for title in answer),
        weight=min(idea.total_support / 50, 2.0) if policies.can_see_tally(None, idea) else 0.0,
    )
