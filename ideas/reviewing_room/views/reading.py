from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from ideas.reviewing_room.forms import ForecastForm, MeasureForm, RoomDecisionForm, ScoreForm
from ideas.reviewing_room.room import Desk, Room
from ideas.reviewing_room.views.finding import review_of

# The element of the page that a script asks for alone.
PLACE = "review-place"


@require_GET
def room(request: HttpRequest, campaign: str, number: int) -> HttpResponse:
    """The shortlist. On a wide screen the first idea still to be decided is open beside it."""
    found = Room(review_of(request, campaign, number), request.user, order=request.GET.get("order", ""))
    if not found.places:
        if found.leads:
            return redirect(found.review.url("prepare"))
        return render(request, "ideas/reviewing_room/room.html", {"room": found})
    place = next((place for place in found.places if not place.is_decided), found.places[0])
    return page(request, Desk(found, place), at_list=True)


@require_GET
def idea(request: HttpRequest, campaign: str, number: int, idea: int) -> HttpResponse:
    found = Room(review_of(request, campaign, number), request.user, order=request.GET.get("order", ""))
    return page(request, Desk(found, found.place_of(idea)))


def desk_of(request: HttpRequest, campaign: str, number: int, idea: int) -> Desk:
    """Return the idea in its room, for a form that was sent there."""
    found = Room(review_of(request, campaign, number), request.user, order=request.POST.get("order", ""))
    return Desk(found, found.place_of(idea))


def page(request: HttpRequest, desk: Desk, *, at_list: bool = False, status: int = 200, **forms: Any) -> HttpResponse:
    """Answer with the room at this idea. ``forms``: those that come back with what was refused."""
    context = {
        "room": desk.room,
        "desk": desk,
        "place": desk.place,
        "idea": desk.idea,
        "at_list": at_list,
        "decision_form": RoomDecisionForm.of(desk.idea) if desk.can_decide else None,
        "score_form": ScoreForm(desk.room.cards.criteria, card=desk.place.mine) if desk.can_score else None,
        "measure_form": MeasureForm.of(desk.measure, desk.expected)
        if desk.can_decide and not desk.forecast_count
        else None,
        "forecast_form": ForecastForm.of(desk.my_forecast) if desk.can_foresee else None,
        **forms,
    }
    part = "#place" if request.headers.get("HX-Target") == PLACE else ""
    return render(request, f"ideas/reviewing_room/room.html{part}", context, status=status)
