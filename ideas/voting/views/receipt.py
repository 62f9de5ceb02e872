from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ideas import policies
from ideas.models import Campaign, Rulebook
from ideas.rules import sign_of
from ideas.voting import receipts
from ideas.voting.models import Participation, Result


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Where one's own share went. A sealed ballot is shown to whoever holds its code, and nothing is kept of the asking."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    rulebook = campaign.rulebooks.order_by("number").last()
    context: dict[str, object] = {"campaign": campaign, "rulebook": rulebook}
    if rulebook is None:
        return render(request, "ideas/voting/receipt.html", context)
    rulebook.campaign = campaign
    context["is_secret"] = secret = bool(rulebook.rules.get("secret"))
    context["took_part"] = secret and Participation.objects.filter(rulebook=rulebook, user=request.user).exists()
    choices = receipts.own_choices(rulebook, request.user)
    if request.method == "POST":
        found = receipts.choices_by_code(campaign, request.POST.get("code", "")[:100])
        if found is None:
            context["error"] = _(
                "No ballot of this vote has this code. Check each sign; after the vote closes it takes a moment."
            )
            return render(request, "ideas/voting/receipt.html", context, status=422)
        rulebook, choices = found
        context["by_code"] = True
    return render(request, "ideas/voting/receipt.html", context | _slip(request, rulebook, choices))


def _slip(request: HttpRequest, rulebook: Rulebook, choices: dict[int, int] | None) -> dict[str, object]:
    if choices is None:
        return {}
    result = Result.objects.filter(rulebook=rulebook).first()
    if result is None or not policies.can_see_contest(request.user, rulebook.campaign):
        return {"waits": True}
    slip = receipts.slip_of(result, choices)
    return {"slip": slip, "currency": sign_of(rulebook.rules.get("currency", "")), "data": result.data}
