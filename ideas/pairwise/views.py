from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ideas import policies
from ideas.errors import Refused
from ideas.models import Campaign, Method
from ideas.pairwise import closing, offering
from ideas.why_not import why_not_vote


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pairs(request: HttpRequest, slug: str) -> HttpResponse:
    """Two ideas, and which of them; the next two after the answer."""
    campaign = _campaign(request, slug)
    campaign.open_voting_if_due()
    if request.method == "POST":
        token, answer = request.POST.get("pair", "")[:500], request.POST.get("answer", "")
        try:
            if not offering.judge(campaign, by=request.user, token=token, answer=answer):
                messages.error(request, _("This pair is not open to you any more. Here is another."))
        except Refused as refusal:
            messages.error(request, refusal.messages[0])
        return redirect("ideas:pairwise:pairs", campaign.slug)
    context: dict[str, object] = {"campaign": campaign, "why_not": why_not_vote(request.user, campaign)}
    if campaign.rulebook is not None and policies.can_vote(request.user, campaign):
        context["offer"] = offering.offer(campaign, campaign.rulebook, request.user)
    return render(request, "ideas/pairwise/pairs.html", context)


@require_safe
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """How strong each idea is, and how sure that is, once the vote has closed."""
    campaign = _campaign(request, slug)
    seen = policies.can_see_contest(request.user, campaign)
    standing = closing.latest(campaign) if seen else None
    rows = standing.data["order"] if standing else []
    edge = max((abs(row[side]) for row in rows for side in ("low", "high")), default=1) or 1
    bars = [
        (row, *(round((row[key] + edge) / (2 * edge) * 1000) for key in ("low", "high", "strength"))) for row in rows
    ]
    return render(request, "ideas/pairwise/order.html", {"campaign": campaign, "standing": standing, "bars": bars})


def _campaign(request: HttpRequest, slug: str) -> Campaign:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("rulebook"), slug=slug)
    if campaign.method != Method.PAIRWISE:
        raise Http404
    return campaign
