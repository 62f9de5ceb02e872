from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ideas import policies
from ideas.models import Campaign
from ideas.rules import sign_of
from ideas.voting.models import Result


@require_safe
def result(request: HttpRequest, slug: str) -> HttpResponse:
    """How the vote came out and why, or when that will be known."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    found = _latest(request, campaign)
    return render(request, "ideas/voting/result.html", {"campaign": campaign, "result": found, **_explained(found)})


@require_safe
def ballots(request: HttpRequest, slug: str) -> HttpResponse:
    """The published file: byte for byte that of which the digest is shown."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    found = _latest(request, campaign)
    if found is None:
        raise Http404
    response = HttpResponse(found.file.encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-ballots.pb"'
    return response


def _latest(request: HttpRequest, campaign: Campaign) -> Result | None:
    """Return the latest result that this person may see now: none while the rules hide it."""
    if not policies.can_see_contest(request.user, campaign):
        return None
    found = Result.objects.filter(rulebook__campaign=campaign).select_related("rulebook")
    return found.order_by("rulebook__number").last()


def _explained(found: Result | None) -> dict[str, Any]:
    if found is None:
        return {}
    data = found.data
    chosen = {entry["id"] for entry in data.get("chosen", ())}
    greedy = set(data.get("greedy", ()))
    names = {entry["id"]: entry["name"] for entry in (*data.get("chosen", ()), *data.get("lost", ()))}
    raised = "endowment" in data and Fraction(data["endowment"]) > Fraction(data["equal_part"])
    return {
        "data": data,
        "raised": raised,
        "only_shares": [(pk, names[pk]) for pk in sorted(chosen - greedy, key=int)],
        "only_greedy": [(pk, names[pk]) for pk in sorted(greedy - chosen, key=int)],
        "currency": sign_of(found.rulebook.rules.get("currency", "")),
    }
