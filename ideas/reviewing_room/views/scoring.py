from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ideas.errors import Refused
from ideas.reviewing_room.errors import ScoredElsewhere
from ideas.reviewing_room.forms import ScoreForm
from ideas.reviewing_room.models import Scorecard
from ideas.reviewing_room.room import Desk
from ideas.reviewing_room.views.reading import desk_of, page


@require_POST
def score(request: HttpRequest, campaign: str, number: int, idea: int) -> HttpResponse:
    """Keep one's scorecard of an idea, or send it (``submit``). A script that keeps what is typed is answered in JSON."""
    desk = desk_of(request, campaign, number, idea)
    if not (desk.can_score or desk.place.mine_is_sent or (desk.place.may_score and desk.room.review.scoring_is_closed)):
        raise PermissionDenied
    form = ScoreForm(desk.room.cards.criteria, request.POST)
    submit = "submit" in request.POST
    if not form.is_valid():
        return _refused(request, desk, form, 422)
    try:
        card = Scorecard.objects.keep(
            desk.place.entry,
            by=request.user,
            scores=form.scores,
            comment=form.cleaned_data["comment"],
            version=form.cleaned_data["version"] or 0,
            submit=submit,
        )
    except Refused as refusal:
        if isinstance(refusal, ScoredElsewhere):
            form = _opened_again(request, desk)
        form.add_error(None, refusal)
        return _refused(request, desk, form, 409)
    if _is_scripted(request):
        return JsonResponse({"version": card.version, "at": card.updated_at.isoformat()})
    if submit:
        messages.success(request, _("Your scorecard is sent. You now see those that others sent."))
    else:
        messages.success(request, _("Your draft is kept. Only you see it."))
    return redirect(f"{desk.place.url}#scorecard")


def _opened_again(request: HttpRequest, desk: Desk) -> ScoreForm:
    """Return the form with what was chosen, opened on the card as it is now: sent again, it replaces it."""
    card = Scorecard.objects.filter(entry=desk.place.entry, evaluator=request.user).first()
    data = request.POST.copy()
    data["version"] = str(card.version if card else 0)
    again = ScoreForm(desk.room.cards.criteria, data)
    again.is_valid()
    return again


def _refused(request: HttpRequest, desk: Desk, form: ScoreForm, status: int) -> HttpResponse:
    if _is_scripted(request):
        words = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"error": " ".join(words)}, status=status)
    return page(request, desk, status=status, score_form=form)


def _is_scripted(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
