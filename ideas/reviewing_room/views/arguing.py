from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.models import Idea
from ideas.reviewing_room import policies, stances
from ideas.reviewing_room.forms import StanceForm
from ideas.reviewing_room.models import Pick, Side, Stance
from ideas.reviewing_room.views.reading import desk_of
from intranet.discussions.models import Post


@require_POST
def argument(request: HttpRequest, campaign: str, number: int, idea: int) -> HttpResponse:
    """Make a message of the thread the best argument of a side (``post``), or leave it to the proposal again (none)."""
    desk = desk_of(request, campaign, number, idea)
    if not desk.room.leads:
        raise PermissionDenied
    side = request.POST.get("side", "")
    if side not in Side.values:
        raise Http404
    Pick.objects.choose(desk.place.entry, side, _post_of(request, desk.idea), by=request.user)
    return redirect(f"{desk.place.url}#arguments")


def _post_of(request: HttpRequest, idea: Idea) -> Post | None:
    wanted = request.POST.get("post", "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 19):
        raise Http404
    return get_object_or_404(Post.objects.visible_to(request.user), discussion=idea.discussion_id, pk=int(wanted))


@require_http_methods(["GET", "POST"])
def stance(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which side a message of an idea's thread argues for: its author, or who leads the review room."""
    post = get_object_or_404(Post.objects.visible_to(request.user).select_related("author"), pk=pk)
    idea = get_object_or_404(Idea.objects.visible_to(request.user), discussion=post.discussion_id)
    if not policies.can_say_stance(request.user, post):
        raise PermissionDenied
    known = Stance.objects.filter(post=post).first()
    form = StanceForm(request.POST if request.method == "POST" else None, initial={"side": known.side if known else ""})
    if request.method == "POST" and form.is_valid():
        stances.say(post, form.cleaned_data["side"], by=request.user)
        messages.success(request, _("Kept. Whoever decides reads it among the arguments."))
        return redirect(post)
    context = {"post": post, "idea": idea, "form": form}
    return render(request, "ideas/reviewing_room/stance.html", context, status=422 if form.errors else 200)
