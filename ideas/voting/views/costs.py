from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ideas import policies
from ideas.models import Campaign, Idea, Method
from ideas.voting import costing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def costs(request: HttpRequest, slug: str) -> HttpResponse:
    """What each idea costs, all on one page, for who prepares the vote; fixed once it is open."""
    if not policies.can_manage_campaigns(request.user):
        raise PermissionDenied
    found = Campaign.objects.visible_to(request.user).select_related("rulebook")
    campaign = get_object_or_404(found, slug=slug, method=Method.BUDGET)
    ideas = list(Idea.objects.visible_to(request.user).filter(campaign=campaign).order_by("title", "pk")[:1000])
    typed: dict[int, str] = {}
    errors: dict[int, str] = {}
    if request.method == "POST":
        typed = {idea.pk: request.POST[f"cost-{idea.pk}"] for idea in ideas if f"cost-{idea.pk}" in request.POST}
        read, errors = costing.read(typed)
        if not errors and costing.save(campaign, read, by=request.user):
            messages.success(request, _("The costs are saved. Ideas without a cost are not on the ballot."))
            return redirect("ideas:voting:costs", campaign.slug)
    is_open = campaign.rulebook_id is not None
    rows = [(idea, typed.get(idea.pk, idea.cost or ""), errors.get(idea.pk, "")) for idea in ideas]
    context = {"campaign": campaign, "rows": rows, "is_open": is_open, "errors": errors}
    return render(request, "ideas/voting/costs.html", context, status=422 if errors or typed else 200)
