"""The life of an idea for programs: answers, appeals, milestones, progress and outcomes, by the forms and verbs of the site."""

from collections.abc import Callable
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Status

from ideas import policies as core
from ideas.errors import Refused
from ideas.forms import DecisionForm
from ideas.living import actions, policies
from ideas.living.forms import CloseForm, ExpectedForm, HandOverForm, MeasureForm, MilestoneForm, WordsForm
from ideas.living.models import Milestone, Outcome, ProgressPost
from ideas.living.parts import article_of
from ideas.models import Act, Decision, Idea
from ideas.models.reason import DeclineReason
from ideas.why_not import why_not
from intranet.api.errors import Denied
from intranet.api.life_schemas import (
    ClosingIn,
    ExpectedIn,
    LifeOut,
    MeasurementIn,
    MilestoneIn,
    OfficialIn,
    OwnerIn,
    WithdrawalIn,
    WordsIn,
)
from intranet.api.schemas import Id

router = Router(tags=["ideas"])
MADE = {201: LifeOut}
SAID = {200: LifeOut}
Pk = Annotated[Id, Path()]


def _found(request: HttpRequest, pk: int) -> Idea:
    rows = Idea.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("author", "campaign", "answer_owner", "last_decision"), pk=pk)


def _named(person: Any) -> str | None:
    return person.username if person else None


def _life(request: HttpRequest, pk: int) -> dict[str, Any]:
    idea = _found(request, pk)
    if not core.can_read_text(request.user, idea):
        raise Denied(409, "This idea is hidden by moderation.")
    outcome = Outcome.objects.filter(idea=idea).prefetch_related("measurements__by").first()
    others = Idea.objects.visible_to(request.user).filter(pk__in=[idea.merged_into_id, idea.split_from_id])
    seen = set(others.values_list("pk", flat=True))
    return {
        "idea": idea.pk,
        "status": idea.status,
        "last_decision": idea.last_decision_id,
        "answer_due_at": idea.answer_due_at,
        "answer_owner": _named(idea.answer_owner),
        "overdue": idea.is_overdue,
        "merged_into": idea.merged_into_id if idea.merged_into_id in seen else None,
        "split_from": idea.split_from_id if idea.split_from_id in seen else None,
        "milestones": [
            {"id": m.pk, "title": m.title, "due_on": m.due_on, "owner": _named(m.owner), "reached_at": m.reached_at}
            for m in Milestone.objects.filter(idea=idea).select_related("owner").order_by("pk")
        ],
        "progress": [
            {"id": post.pk, "body": post.body, "by": _named(post.by), "at": post.at}
            for post in ProgressPost.objects.filter(idea=idea).select_related("by")
        ],
        **_outcome(request, outcome),
        "appeal": _appeal(idea),
    }


def _outcome(request: HttpRequest, outcome: Outcome | None) -> dict[str, Any]:
    if outcome is None:
        return {"expected": None, "measurements": [], "learned": "", "learned_article": None, "closed_at": None}
    names = ("measure", "unit", "baseline", "target", "measure_on")
    readable = outcome.article is not None and article_of(request.user, outcome.article) is not None
    return {
        "expected": {name: getattr(outcome, name) for name in names} if outcome.measure else None,
        "measurements": [
            {
                "id": one.pk,
                "value": one.value,
                "on": one.on,
                "note": one.note,
                "by": _named(one.by),
                "percent": outcome.reached(one.value),
            }
            for one in outcome.measurements.all()
        ],
        "learned": outcome.learned,
        "learned_article": outcome.article if readable else None,
        "closed_at": outcome.closed_at,
    }


def _appeal(idea: Idea) -> dict[str, Any] | None:
    told = idea.parts.get("appeal")
    step = Decision.objects.select_related("by").filter(pk=told["decision"]).first() if told else None
    if told is None or step is None:
        return None
    return {"words": step.answer, "by": _named(step.by), "at": step.at, "answered": bool(told.get("answer"))}


def _valid(form: Form, **names: str) -> dict[str, Any]:
    """Return what ``form`` takes; ``names``: what the program calls a field of it."""
    if not form.is_valid():
        raise Denied.by_form(form, lambda field: names.get(field, field))
    return form.cleaned_data


def _done(request: HttpRequest, pk: int, verb: Callable[[], object]) -> dict[str, Any]:
    """Do ``verb``; 409 with its words when the idea refuses it."""
    try:
        verb()
    except Refused as refused:
        raise Denied(409, " ".join(refused.messages)) from refused
    return _life(request, pk)


def _to_carry(request: HttpRequest, pk: int, *, also: Milestone | None = None) -> Idea:
    """Return the idea if this person carries it out or decides (or answers for the milestone ``also``)."""
    idea = _found(request, pk)
    owns = request.user.pk in (idea.answer_owner_id, also.owner_id if also else None)
    if not owns and not core.can_decide(request.user):
        raise PermissionDenied
    if idea.is_hidden:
        raise Denied(409, "This idea is hidden by moderation.")
    return idea


def _by_author(request: HttpRequest, pk: int) -> Idea:
    idea = _found(request, pk)
    if not idea.is_by(request.user):
        raise PermissionDenied
    if idea.is_hidden:
        raise Denied(409, "This idea is hidden by moderation.")
    return idea


@router.get("/ideas/{pk}/life", response=SAID, summary="What became of an idea, and what is owed to it")
def life(request: HttpRequest, pk: Pk) -> Any:
    return _life(request, pk)


@router.post("/ideas/{pk}/decisions", response=MADE, summary="Decide about an idea, and answer officially")
def decide_idea(request: HttpRequest, pk: Pk, data: OfficialIn) -> Any:
    """Based on `last_decision`: 409 when somebody decided meanwhile."""
    idea = _found(request, pk)
    if not core.can_decide(request.user):
        raise PermissionDenied
    if word := why_not(Act.DECIDE, idea.campaign):
        raise Denied(409, word)
    reason = DeclineReason.objects.filter(is_offered=True, slug=data.reason).first() if data.reason else None
    if data.reason and reason is None:
        raise Denied(422, "There is no such reason.", {"reason": ["There is no such reason."]})
    told: dict[str, Any] = {"status": data.status, "answer": data.answer, "owner": data.owner, "due": data.due_on}
    told |= {"reason": reason.pk if reason else None, "expected": data.last_decision}
    form = DecisionForm.sent(idea, told)
    _valid(form, due="due_on", expected="last_decision")
    return Status(201, _done(request, pk, lambda: idea.decide(by=request.user, **form.decision)))


@router.put("/ideas/{pk}/owner", response=SAID, summary="Say who owes the next answer or step, and until when")
def hand_over_idea(request: HttpRequest, pk: Pk, data: OwnerIn) -> Any:
    idea = _found(request, pk)
    if not policies.can_hand_over(request.user, idea):
        raise PermissionDenied
    said = _valid(HandOverForm({"owner": data.owner, "due": data.due_on}), due="due_on")
    if said["owner"] is not None and not idea.is_visible_to(said["owner"]):
        raise Denied(422, "They cannot read this idea.", {"owner": ["They cannot read this idea."]})
    return _done(request, pk, lambda: idea.hand_to(said["owner"], by=request.user, due_at=said["due"]))


@router.post("/ideas/{pk}/appeal", response=MADE, summary="Appeal once against a declined idea of yours")
def appeal_idea(request: HttpRequest, pk: Pk, data: WordsIn) -> Any:
    idea = _by_author(request, pk)
    words = _valid(WordsForm({"words": data.words}))["words"]
    return Status(201, _done(request, pk, lambda: idea.appeal(by=request.user, words=words)))


@router.post("/ideas/{pk}/more", response=MADE, summary="Answer what was asked about your idea")
def answer_idea(request: HttpRequest, pk: Pk, data: WordsIn) -> Any:
    idea = _by_author(request, pk)
    words = _valid(WordsForm({"words": data.words}))["words"]
    return Status(201, _done(request, pk, lambda: idea.answer_more(by=request.user, words=words)))


@router.post("/ideas/{pk}/withdrawal", response=MADE, summary="Take your idea back")
def withdraw_idea(request: HttpRequest, pk: Pk, data: WithdrawalIn) -> Any:
    idea = _by_author(request, pk)
    if not policies.is_first_author(request.user, idea):
        raise PermissionDenied
    words = _valid(WordsForm({"words": data.words}, required=False))["words"]
    return Status(201, _done(request, pk, lambda: idea.withdraw(by=request.user, why=words)))


@router.post("/ideas/{pk}/milestones", response=MADE, summary="Add a milestone to an accepted idea")
def add_milestone(request: HttpRequest, pk: Pk, data: MilestoneIn) -> Any:
    idea = _to_carry(request, pk)
    said = _valid(MilestoneForm(data.dict()))
    return Status(201, _done(request, pk, lambda: actions.add_milestone(idea, by=request.user, **said)))


def _milestone(request: HttpRequest, pk: int, milestone: int) -> Milestone:
    found = get_object_or_404(
        Milestone.objects.select_related("idea__campaign"), pk=milestone, idea=_found(request, pk)
    )
    _to_carry(request, pk, also=found)
    return found


@router.put("/ideas/{pk}/milestones/{milestone}/reached", response=SAID, summary="Say that a milestone is reached")
def reach_milestone(request: HttpRequest, pk: Pk, milestone: Pk) -> Any:
    found = _milestone(request, pk, milestone)
    return _done(request, pk, lambda: actions.reach(found, by=request.user))


@router.delete("/ideas/{pk}/milestones/{milestone}", response=SAID, summary="Take back a milestone that is not reached")
def drop_milestone(request: HttpRequest, pk: Pk, milestone: Pk) -> Any:
    found = _milestone(request, pk, milestone)
    return _done(request, pk, lambda: actions.drop_milestone(found, by=request.user))


@router.post("/ideas/{pk}/progress", response=MADE, summary="Tell how an accepted idea goes")
def tell_progress(request: HttpRequest, pk: Pk, data: WordsIn) -> Any:
    idea = _to_carry(request, pk)
    body = _valid(WordsForm({"words": data.words}))["words"]
    return Status(201, _done(request, pk, lambda: actions.post_progress(idea, by=request.user, body=body)))


@router.put("/ideas/{pk}/expected", response=SAID, summary="Say what is expected of an accepted idea")
def expect_outcome(request: HttpRequest, pk: Pk, data: ExpectedIn) -> Any:
    idea = _to_carry(request, pk)
    figures = {"baseline": _exact(data.baseline), "target": _exact(data.target)}
    said = _valid(ExpectedForm({**data.dict(), **figures}))
    return _done(request, pk, lambda: actions.expect(idea, by=request.user, **said))


@router.post("/ideas/{pk}/measurements", response=MADE, summary="Keep what was measured of what was expected")
def measure_outcome(request: HttpRequest, pk: Pk, data: MeasurementIn) -> Any:
    idea = _to_carry(request, pk)
    said = _valid(MeasureForm({**data.dict(), "value": _exact(data.value)}))
    return Status(201, _done(request, pk, lambda: actions.measure(idea, by=request.user, **said)))


@router.post("/ideas/{pk}/closing", response=MADE, summary="Close a done idea with what was learned")
def close_idea(request: HttpRequest, pk: Pk, data: ClosingIn) -> Any:
    idea = _to_carry(request, pk)
    learned = _valid(CloseForm({"learned": data.learned, "article": ""}, user=request.user))["learned"]
    if data.article is not None and article_of(request.user, data.article) is None:
        raise Denied(422, "There is no such article.", {"article": ["There is no such article that you may read."]})
    return Status(
        201, _done(request, pk, lambda: actions.close(idea, by=request.user, learned=learned, article=data.article))
    )


def _exact(value: float | None) -> str:
    """Write a number as the form takes it: four decimals, the most that are kept."""
    return "" if value is None else f"{value:.4f}"
