from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideas.models import Campaign
from ideas.reviewing_room import policies
from ideas.reviewing_room.forms import OpenForm
from ideas.reviewing_room.models import Review


@require_http_methods(["GET", "POST"])
def reviews(request: HttpRequest, campaign: str) -> HttpResponse:
    """The reviews of a campaign that one takes part in, the latest first; who leads opens the next one here."""
    found = get_object_or_404(Campaign.objects.visible_to(request.user), slug=campaign)
    leads = policies.can_lead(request.user)
    if request.method == "POST" and not leads:
        raise PermissionDenied
    form = OpenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        review = Review.objects.open(found, by=request.user, title=form.cleaned_data["title"])
        messages.success(request, _("The review is open. Draw its shortlist first."))
        return redirect(review.url("prepare"))
    rows = list(Review.objects.visible_to(request.user).filter(campaign=found).select_related("campaign")[:50])
    if not rows and not leads:
        raise Http404
    context = {"campaign": found, "reviews": rows, "form": form, "leads": leads}
    return render(request, "ideas/reviewing_room/reviews.html", context, status=422 if form.errors else 200)
