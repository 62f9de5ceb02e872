from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ideas import policies
from ideas.breadth import breadth_of
from ideas.errors import ActNotOpen, NotOpenToSupport
from ideas.models import Idea
from intranet.core.going_back import back_or


@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, lambda idea: idea.support(by=request.user), _("You support this idea."))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, lambda idea: idea.withdraw_support(by=request.user), _("Your support is withdrawn."))


@require_GET
@never_cache
def tally(request: HttpRequest, pk: int) -> JsonResponse:
    """What an open page shows of the support, now; asked for after a hint on the idea's topic."""
    idea = get_object_or_404(Idea.objects.visible_to(request.user).select_related("campaign"), pk=pk)
    return JsonResponse(_state(request, idea, wide=True))


def _change(request: HttpRequest, pk: int, verb: Callable[[Idea], bool], done: str) -> HttpResponse:
    """Carry out ``verb``; answer a script with the new state, a plain form with the page it came from.

    Refused (409 to a script), nothing changed and the state sent is the true one: the page goes back to it.
    """
    idea = get_object_or_404(Idea.objects.visible_to(request.user).select_related("campaign"), pk=pk)
    scripted = "application/json" in request.headers.get("Accept", "")
    try:
        verb(idea)
    except (NotOpenToSupport, ActNotOpen) as refusal:
        word = refusal.messages[0]
        if scripted:
            return JsonResponse({**_state(request, idea), "message": word}, status=409)
        messages.error(request, word)
    else:
        if scripted:
            return JsonResponse(_state(request, idea))
        messages.success(request, done)
    return back_or(request, idea.get_absolute_url())


def _state(request: HttpRequest, idea: Idea, *, wide: bool = False) -> dict[str, object]:
    seen = policies.can_see_tally(request.user, idea)
    state: dict[str, object] = {
        "count": idea.support_count if seen else None,
        "supported": idea.is_supported_by(request.user),
        "open": policies.can_support(request.user, idea),
        "status": idea.status,
    }
    if wide and seen:
        state["departments"] = breadth_of([idea])[idea.pk].total
    return state
