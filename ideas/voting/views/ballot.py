from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ideas.errors import Refused
from ideas.models import Campaign
from ideas.voting import casting, page, receipts
from ideas.voting.models import Participation
from ideas.voting.reading import choices_of, number
from ideas.why_not import why_not_vote


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot: shown, and saved as a whole. A refused one is shown as it was filled in, with the reason."""
    found = Campaign.objects.visible_to(request.user).select_related("rulebook")
    campaign = get_object_or_404(found, slug=slug)
    campaign.open_voting_if_due()
    if request.method != "POST":
        return _ballot(request, campaign)
    choices, whole = choices_of(request.POST)
    if not whole:
        return _ballot(request, campaign, choices, [_("Give whole numbers only: 0, 1, 2…")])
    version = number(request.POST.get("version"))
    try:
        done = casting.cast(
            campaign,
            by=request.user,
            choices=choices,
            version=-1 if version is None else version,
            renew_code="renew" in request.POST,
        )
    except Refused as refusal:
        return _ballot(request, campaign, choices, refusal.messages)
    if done.code:
        # Shown in the answer itself: a code in the session would say for a while whose ballot it opens.
        return render(request, "ideas/voting/code.html", {"campaign": campaign, "code": done.code})
    messages.success(request, _("Your ballot is kept. You can change it until the vote closes."))
    return redirect("ideas:voting:vote", campaign.slug)


def _ballot(
    request: HttpRequest, campaign: Campaign, typed: dict[int, int] | None = None, errors: list[str] | None = None
) -> HttpResponse:
    ballot = page.page_of(campaign, request.user, typed=typed)
    if ballot is None:
        return redirect(campaign)
    last = None if ballot.is_open else campaign.rulebooks.exclude(closed_at=None).order_by("number").last()
    context = {
        "campaign": campaign,
        "ballot": ballot,
        "errors": errors or (),
        "typed": typed is not None,
        "why_not": why_not_vote(request.user, campaign),
        "counted": bool(last and not campaign.rulebook_id and not campaign.voting_halted_at),
        "took_part": bool(last and Participation.objects.filter(rulebook=last, user=request.user).exists()),
        "has_named": bool(last and receipts.own_choices(last, request.user)),
    }
    return render(request, "ideas/voting/ballot.html", context, status=422 if errors else 200)
