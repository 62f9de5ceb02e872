"""Opening an opinion map, changing its question, closing it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ideas.opinions import policies
from ideas.opinions.forms import QuestionForm
from ideas.opinions.models import OpinionMap
from ideas.opinions.views.reading import campaign_of, found_map, map_page


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the map of a campaign with its question, or change the question, or open it again."""
    campaign = campaign_of(request, slug)
    if not policies.can_open(request.user, campaign):
        raise PermissionDenied
    form = QuestionForm(request.POST)
    if form.is_valid():
        made = OpinionMap.begin(campaign, by=request.user, question=form.cleaned_data["question"])
        messages.success(request, _("The opinion map is open."))
        return redirect(made)
    found = OpinionMap.objects.select_related("campaign").filter(campaign=campaign).first()
    if found is not None:
        return map_page(request, found, asking=form)
    return render(request, "ideas/opinions/begin.html", {"campaign": campaign, "form": form}, status=422)


@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Take no more votes."""
    found = found_map(request, slug)
    if not policies.can_open(request.user, found.campaign):
        raise PermissionDenied
    found.close(by=request.user)
    messages.success(request, _("The opinion map is closed. What was found stays to read."))
    return redirect(found)
