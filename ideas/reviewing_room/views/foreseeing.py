from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas.models import Idea
from ideas.reviewing_room import policies
from ideas.reviewing_room.calibration import calibration_of
from ideas.reviewing_room.forms import ForecastForm, MeasureForm, OutcomeForm
from ideas.reviewing_room.models import Measure, Outcome
from ideas.reviewing_room.views.reading import desk_of, page
from intranet.core.forms import carried_out


@require_POST
def measure(request: HttpRequest, campaign: str, number: int, idea: int) -> HttpResponse:
    """Say how the success of the idea will be seen."""
    desk = desk_of(request, campaign, number, idea)
    if not desk.can_decide:
        raise PermissionDenied
    form = MeasureForm(request.POST, auto_id="measure_%s")
    if carried_out(form, lambda: Measure.objects.define(desk.idea, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Kept. The panel can now say what it foresees."))
        return redirect(f"{desk.place.url}#forecast")
    return page(request, desk, status=422, measure_form=form)


@require_POST
def forecast(request: HttpRequest, campaign: str, number: int, idea: int) -> HttpResponse:
    """Say what one foresees of the measure of the idea."""
    desk = desk_of(request, campaign, number, idea)
    asked = desk.measure
    if asked is None:
        raise Http404
    if not policies.can_foresee(request.user, desk.room.cards.evaluators):
        raise PermissionDenied
    form = ForecastForm(request.POST, auto_id="forecast_%s")
    if carried_out(form, lambda: asked.foresee(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Your forecast is kept. You now see those of the others."))
        return redirect(f"{desk.place.url}#forecast")
    return page(request, desk, status=422, forecast_form=form)


@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell what was measured so many months after an idea was chosen: who was asked, or who decides."""
    rows = Outcome.objects.filter(measure__idea__in=Idea.objects.visible_to(request.user))
    found = get_object_or_404(rows.select_related("measure__idea", "told_by"), pk=pk)
    if not policies.can_tell_outcome(request.user, found):
        raise Http404
    form = OutcomeForm(
        request.POST if request.method == "POST" else None, initial={"value": found.value, "note": found.note}
    )
    if request.method == "POST" and form.is_valid():
        found.tell(by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you: it is kept with the idea."))
        return redirect(found.measure.idea)
    context = {"outcome": found, "measure": found.measure, "idea": found.measure.idea, "form": form}
    return render(request, "ideas/reviewing_room/outcome.html", context, status=422 if form.errors else 200)


@require_GET
def calibration(request: HttpRequest) -> HttpResponse:
    """How far the panel's forecasts came true; one's own beside it, for oneself alone."""
    if not policies.can_lead(request.user):
        raise PermissionDenied
    context = {"panel": calibration_of(), "mine": calibration_of(request.user)}
    return render(request, "ideas/reviewing_room/calibration.html", context)
