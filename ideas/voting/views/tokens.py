from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ideas.errors import Refused
from ideas.models import Idea
from ideas.voting import casting
from ideas.voting.reading import number
from intranet.core.going_back import back_or


@require_POST
def tokens(request: HttpRequest, pk: int) -> HttpResponse:
    """Put tokens on one idea, from its own page; the rest of the ballot stays."""
    ideas = Idea.objects.visible_to(request.user).select_related("campaign__rulebook")
    idea = get_object_or_404(ideas, pk=pk)
    points, seen = number(request.POST.get("points")), number(request.POST.get("seen"))
    if points is None or seen is None:
        messages.error(request, _("Give whole numbers only: 0, 1, 2…"))
        return back_or(request, idea.get_absolute_url())
    try:
        done = casting.give(idea.campaign, idea, by=request.user, points=points, seen=seen)
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        if done.code:
            return render(request, "ideas/voting/code.html", {"campaign": idea.campaign, "code": done.code})
        left = (done.ballot.allowed or 0) - done.ballot.spent
        words = ngettext("Kept. You have %(n)d token left.", "Kept. You have %(n)d tokens left.", left)
        messages.success(request, words % {"n": left})
    return back_or(request, idea.get_absolute_url())
