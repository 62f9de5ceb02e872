"""What the browser asks for while a thread is open."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intranet.discussions import rendering
from intranet.discussions.models import Discussion, ReadPosition, ThreadEvent

FARTHEST = 500  # changes that a browser catches up with; behind more it takes the page again


@never_cache
@require_safe
def events(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that changed after ``?since=``, with each touched post as it is now.

    ``seq`` is read before the posts: a post may be newer than ``seq`` says, never older, so that applying the next
    answer over this one ends in the same state. ``reset`` says that the gap cannot be told: take the page again.
    """
    discussion = get_object_or_404(Discussion.objects.visible_to(request.user), pk=pk)
    raw = request.GET.get("since", "")
    since = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 16 else -1
    answer: dict[str, Any] = {"seq": discussion.last_seq, "open": discussion.is_open, "reset": False}
    if since < 0 or since > discussion.last_seq or discussion.last_seq - since > FARTHEST:
        return JsonResponse(answer | {"reset": True, "events": [], "posts": []})
    rows = ThreadEvent.objects.filter(discussion=discussion, seq__gt=since, seq__lte=discussion.last_seq)
    changes = list(rows.order_by("seq").values("seq", "kind", "post_id"))
    touched = {change["post_id"] for change in changes if change["post_id"]}
    posts = rendering.render(discussion.posts.filter(pk__in=touched).order_by("number"), request.user)
    own = rendering.own_reactions(touched, request.user)
    answer["events"] = [{"seq": c["seq"], "kind": c["kind"], "post": c["post_id"]} for c in changes]
    answer["posts"] = [_state(post, own.get(post.id, [])) for post in posts]
    return JsonResponse(answer)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember that the person read up to ``number``."""
    discussion = get_object_or_404(Discussion.objects.visible_to(request.user), pk=pk)
    raw = request.POST.get("number", "")
    if raw.isascii() and raw.isdecimal() and len(raw) < 10:
        ReadPosition.objects.advance(request.user, discussion, int(raw))
    return HttpResponse(status=204)


def _state(post: rendering.Rendered, own: list[str]) -> dict[str, Any]:
    return {"id": post.id, "number": post.number, "version": post.version, "html": post.html, "own": own}
