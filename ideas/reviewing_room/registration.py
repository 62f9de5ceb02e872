"""What the rest of the site knows of the review room."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from ideas.models import Campaign, Idea, Status
from ideas.reviewing_room import outcomes, policies, stances
from ideas.reviewing_room.models import Evaluator, Measure, Outcome, Review, Scorecard
from intranet.accounts.reader import Reader
from intranet.contributions.models import Activity
from intranet.contributions.registry import Kind, registry
from intranet.contributions.tools import Tool
from intranet.contributions.waiting import Waiting
from intranet.contributions.worker import Periodic
from intranet.core.compiled import Compiled
from intranet.discussions.models import Post
from intranet.notifications.models import Reason
from intranet.notifications.rules import notify

if TYPE_CHECKING:
    from intranet.accounts.models import User

VERBS = {
    "review.opened": _("opened a review of ideas"),
    "review.drawn": _("drew the shortlist of a review"),
    "review.added": _("put an idea on a shortlist"),
    "review.taken_off": _("took an idea off a shortlist"),
    "review.invited": _("invited people to evaluate ideas"),
    "review.scored": _("sent a scorecard"),
    "review.scoring_closed": _("closed the evaluation of a review"),
    "review.outcome_due": _("is to tell what became of an idea"),
    "review.outcome_told": _("told what became of an idea"),
}
HOURLY = 3600
SHOWN = 20

REVIEW = Kind(
    model=Review,
    name="idea_review",
    label=_("Review of ideas"),
    label_plural=_("Reviews of ideas"),
    icon="clipboard-check",
    addressed=False,
    select=("campaign",),
    order=210,
)


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    registry.register(REVIEW)
    registry.provide("ideas.reviews", reviews)
    registry.provide("campaign.tabs", tabs)
    registry.provide("campaign.shortlist", shortlist)
    registry.provide("home.waiting", to_do)
    registry.provide("contribution.tools", tools)
    registry.provide("periodic", lambda: Periodic("ideas-outcomes", HOURLY, outcomes.ask_due))
    registry.provide("idea.measure", measure_of)
    registry.provide("post.fields", stances.fields_for)
    registry.provide("post.said", stances.keep)
    registry.provide("post.marks", stances.marks_of)
    registry.provide("post.links", stances.links_for)
    notify("review.invited", to=the_people)
    notify("review.outcome_due", to=the_people)
    for verb in ("idea.answered", "idea.status_changed"):
        registry.handle(verb, begin_measuring)


def the_people(activity: Activity) -> dict[int, str]:
    return dict.fromkeys(activity.data.get("people", ()), Reason.OWNER)


def begin_measuring(activity: Activity) -> None:
    """An idea that is planned or tried is looked at again after 3, 6 and 12 months, if something is to be measured."""
    if activity.data.get("after") not in (Status.PLANNED, Status.PILOT):
        return
    measure = Measure.objects.filter(idea=activity.target_id).first()
    if measure is not None:
        measure.begin(activity.at)


def measure_of(idea: Idea) -> dict[str, Any] | None:
    """Answer ``idea.measure``: what the panel measures of an idea. One query."""
    measure = Measure.objects.filter(idea=idea).first()
    if measure is None:
        return None
    said = {"measure": measure.label, "unit": measure.unit, "target": measure.target, "measure_on": measure.last_day}
    return {**said, "at_least": measure.at_least}


def tabs(campaign: Campaign, user: "User") -> list[tuple[str, str, int]]:
    """Answer ``campaign.tabs``: the way to the reviews of a campaign, for who opens them. No query."""
    if not policies.can_lead(user):
        return []
    return [(pgettext("idea", "Reviews"), reverse("ideas_review:reviews", args=[campaign.slug]), 70)]


def shortlist(campaign: Campaign) -> list[int]:
    """Answer ``campaign.shortlist``: the ideas on the list of the campaign's latest review. Two queries."""
    latest = Review.objects.filter(campaign=campaign).order_by("-number").first()
    return list(latest.entries.on().values_list("idea_id", flat=True)) if latest else []


def reviews(user: "User") -> list[Review]:
    """The latest rooms that ``user`` has a place in. One query."""
    return list(Review.objects.visible_to(user).select_related("campaign")[:SHOWN])


def tools(user: "User", target: Any) -> list[Tool]:
    """Say which side a message of an idea's thread argues for."""
    if not isinstance(target, Post) or target.discussion.kind != "idea" or target.is_hidden or target.is_deleted:
        return []
    if not policies.can_say_stance(user, target):
        return []
    return [Tool(_now("For or against"), reverse("ideas_review:stance", args=[target.pk]), "message-square")]


def to_do(user: "User") -> list[Waiting]:
    """The reviews that wait for scorecards of ``user``, and the outcomes they were asked for. Two queries."""
    return [*_to_score(user), *_to_tell(user)]


def _scorecards(reader: Any) -> Any:
    sent = Scorecard.objects.filter(entry=OuterRef("review__entries"), evaluator=reader.pk, submitted_at__isnull=False)
    readable = Q(review__entries__removed_at=None) & Q(
        review__entries__idea__in=Idea.objects.visible_to(reader).exclude(author=reader.pk)
    )
    return (
        Evaluator.objects.of(reader)
        .filter(readable & ~Exists(sent), review__scoring_closed_at=None)
        .values("review__title", "review__number", "review__campaign__slug", "invited_at")
        .annotate(left=Count("review__entries", distinct=True))
        .order_by("invited_at")[:SHOWN]
    )


def _outcomes(reader: Any) -> Any:
    rows = Outcome.objects.waiting_for(reader).filter(measure__idea__in=Idea.objects.visible_to(reader))
    titled = rows.order_by("due_at").annotate(title=F("measure__idea__title"))
    return titled.values_list("pk", "months", "title", "asked_at")[:SHOWN]


_scorecards_due, _outcomes_due = Compiled(_scorecards), Compiled(_outcomes)


def _to_score(user: "User") -> list[Waiting]:
    return [
        Waiting(
            ngettext("%(n)d idea to evaluate", "%(n)d ideas to evaluate", row["left"]) % {"n": row["left"]},
            row["review__title"],
            reverse("ideas_review:room", args=[row["review__campaign__slug"], row["review__number"]]),
            "clipboard-check",
            row["invited_at"],
        )
        for row in _scorecards_due(Reader.of(user))
    ]


def _to_tell(user: "User") -> list[Waiting]:
    return [
        Waiting(
            _now("Tell what became of it, %(months)d months later") % {"months": months},
            title,
            reverse("ideas_review:outcome", args=[pk]),
            "target",
            at,
        )
        for pk, months, title, at in _outcomes_due(Reader.of(user))
        if at
    ]
