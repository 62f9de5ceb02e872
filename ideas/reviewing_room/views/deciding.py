from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ideas.errors import AnswerRequired, DecidedMeanwhile, ReasonRequired
from ideas.reviewing_room.forms import RoomDecisionForm
from ideas.reviewing_room.room import Desk
from ideas.reviewing_room.views.reading import desk_of, page

# Where what is refused is said; all else above the form.
_FIELDS: dict[type[ValidationError], str] = {AnswerRequired: "answer", ReasonRequired: "reason"}


@require_POST
def decide(request: HttpRequest, campaign: str, number: int, idea: int) -> HttpResponse:
    """Decide about an idea, and go on to the next that waits. Refused, the room comes back with the words typed."""
    desk = desk_of(request, campaign, number, idea)
    if not desk.can_decide:
        raise PermissionDenied
    form = RoomDecisionForm.sent(desk.idea, request.POST)
    if not form.is_valid():
        return page(request, desk, status=422, decision_form=form)
    try:
        desk.idea.decide(by=request.user, **form.decision)
    except DecidedMeanwhile as refusal:
        return _meanwhile(request, Desk(desk.room, desk.place), refusal)
    except ValidationError as refusal:
        form.add_error(_FIELDS.get(type(refusal)), refusal)
        return page(request, desk, status=422, decision_form=form)
    messages.success(request, _("Decided. The author, supporters and followers will hear of it."))
    following = desk.room.next_open(desk.place)
    return redirect(following.url if following else desk.place.url)


def _meanwhile(request: HttpRequest, now: Desk, refusal: DecidedMeanwhile) -> HttpResponse:
    """Show what the other decided and what was typed: sent again, it is a second decision, never an overwriting."""
    data = request.POST.copy()
    data["expected"] = str(now.idea.last_decision_id or 0)
    form = RoomDecisionForm.sent(now.idea, data)
    form.is_valid()
    form.add_error(None, refusal)
    return page(request, now, status=409, decision_form=form, meanwhile=now.idea.last_decision)
