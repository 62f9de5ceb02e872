"""The map of a campaign: the next statement, what was found, and one's own votes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ideas.models import Campaign
from ideas.opinions import policies
from ideas.opinions.drawing import drawing_of
from ideas.opinions.forms import QuestionForm, StatementForm
from ideas.opinions.models import Opinion, OpinionMap, Statement
from ideas.opinions.routing import next_statement
from intranet.core.pagination import page_of
from intranet.moderation.notices import notice_for

FEWEST_VOTERS = 60
PAGE = 30


def found_map(request: HttpRequest, slug: str) -> OpinionMap:
    """Return the map of the campaign; 404 where there is none, or none for this person."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    return get_object_or_404(OpinionMap.objects.select_related("campaign__rulebook"), campaign=campaign)


def campaign_of(request: HttpRequest, slug: str) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)


@require_GET
@never_cache
def opinion_map(request: HttpRequest, slug: str) -> HttpResponse:
    """The next statement to vote on, the way to add one, and the map once sixty people can be placed."""
    campaign = campaign_of(request, slug)
    found = OpinionMap.objects.select_related("campaign").filter(campaign=campaign).first()
    if found is None:
        if not policies.can_open(request.user, campaign):
            raise Http404
        return render(request, "ideas/opinions/begin.html", {"campaign": campaign, "form": QuestionForm()})
    return map_page(request, found)


def map_page(
    request: HttpRequest,
    found: OpinionMap,
    *,
    statement: Statement | None = None,
    hidden: Statement | None = None,
    adding: StatementForm | None = None,
    alike: "list[Statement] | None" = None,
    asking: QuestionForm | None = None,
) -> HttpResponse:
    """Show the page; with ``statement`` to vote on (``None``: the one that needs it most), and refused forms.

    ``hidden``: the statement that was asked for and may not be shown but to its author.
    """
    initial = {"language": request.user.language}
    context = {
        "map": found,
        "campaign": found.campaign,
        **card_context(request, found, statement),
        "hidden": hidden,
        "notice": notice_for(hidden) if hidden else None,
        "reads_hidden": hidden is not None and hidden.is_by(request.user),
        "drawing": drawing_of(found, request.user),
        "voters": found.result.get("voters", 0),
        "fewest": FEWEST_VOTERS,
        "adding": adding or StatementForm(initial=initial),
        "alike": alike or [],
        "can_open": policies.can_open(request.user, found.campaign),
        "asking": asking or QuestionForm(initial={"question": found.question}),
    }
    refused = any(form is not None and form.errors for form in (adding, asking)) or bool(alike)
    return render(request, "ideas/opinions/map.html", context, status=422 if refused else 200)


def card_context(request: HttpRequest, found: OpinionMap, statement: Statement | None = None) -> dict[str, Any]:
    """Return what the card to vote on needs. Three queries at the most."""
    refusal = policies.why_not_vote(request.user, found)
    if statement is None and not refusal:
        statement = next_statement(found, request.user)
    mine = Opinion.objects.filter(statement=statement, user=request.user).first() if statement else None
    return {"statement": statement, "mine": mine, "refusal": refusal, "map": found}


@require_GET
@never_cache
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement, to vote on or to change one's vote: the page of the map with it on top.

    A hidden one says that it was hidden and why; its author still reads it there, and nobody votes on it.
    """
    rows = Statement.objects.select_related("map__campaign", "author__department")
    found = get_object_or_404(rows.addressed_to(request.user), pk=pk)
    if not Campaign.objects.visible_to(request.user).filter(pk=found.map.campaign_id).exists():
        raise Http404
    if found.is_hidden:
        return map_page(request, found.map, hidden=found)
    return map_page(request, found.map, statement=found)


@require_GET
@never_cache
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """What I voted, the latest first; each can be changed."""
    found = found_map(request, slug)
    rows = Opinion.objects.filter(
        user=request.user, statement__map=found, statement__in=Statement.objects.visible_to(request.user).values("pk")
    )
    page = page_of(request, rows.select_related("statement").order_by("-at", "-pk"), size=PAGE)
    return render(request, "ideas/opinions/mine.html", {"map": found, "campaign": found.campaign, "page": page})
