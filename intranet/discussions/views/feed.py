"""What the browser asks for while a thread is open."""

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intranet.accounts.models import User
from intranet.core.compiled import Compiled
from intranet.discussions import rendering
from intranet.discussions.models import Discussion, Reaction, ReadPosition, ThreadEvent

KEPT_SECONDS = 5
FARTHEST = 500  # changes that a browser catches up with; behind more it takes the page again
_numbered = Compiled(lambda pk: Discussion.objects.filter(pk=pk))


@never_cache
@require_safe
def events(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that changed after ``?since=``, with each touched post as it is now.

    ``seq`` is read before the posts: a post may be newer than ``seq`` says, never older, so that applying the next
    answer over this one ends in the same state. ``reset`` says that the gap cannot be told: take the page again.
    """
    discussion = _numbered.first(pk)
    if discussion is None or not discussion.is_visible_to(request.user):
        raise Http404
    raw = request.GET.get("since", "")
    since = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 16 else -1
    answer: dict[str, Any] = {"seq": discussion.last_seq, "open": discussion.is_open, "reset": False}
    if since < 0 or since > discussion.last_seq or discussion.last_seq - since > FARTHEST:
        return JsonResponse(answer | {"reset": True, "events": [], "posts": []})
    return JsonResponse(answer | _changes(discussion, since, request.user))


def _changes(discussion: Discussion, since: int, viewer: User) -> dict[str, Any]:
    """Return the changes after ``since`` and the posts they touched.

    Everybody who looks at a thread asks for the same change at the same moment: what does not depend on who asks is
    made once and kept a few seconds. A hidden post depends on who asks, so it is never kept.
    """
    where = f"{get_language()}:{timezone.get_current_timezone_name()}"
    key = f"events:{discussion.pk}:{since}:{discussion.last_seq}:{where}"
    kept = cache.get(key)
    if kept is None:
        rows = ThreadEvent.objects.filter(discussion=discussion, seq__gt=since, seq__lte=discussion.last_seq)
        changes = list(rows.order_by("seq").values("seq", "kind", "post_id"))
        touched = {change["post_id"] for change in changes if change["post_id"]}
        posts = discussion.posts.filter(pk__in=touched)
        kept = {
            "events": [{"seq": c["seq"], "kind": c["kind"], "post": c["post_id"]} for c in changes],
            "posts": [_state(post) for post in rendering.render(posts.order_by("number"), viewer)],
            "reacted": list(Reaction.objects.filter(post__in=touched).values_list("post_id", flat=True).distinct()),
        }
        if not posts.filter(is_hidden=True).exists():
            cache.set(key, kept, KEPT_SECONDS)
    own = rendering.own_reactions(kept["reacted"], viewer) if kept["reacted"] else {}
    return {"events": kept["events"], "posts": [post | {"own": own.get(post["id"], [])} for post in kept["posts"]]}


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember that the person read up to ``number``."""
    discussion = get_object_or_404(Discussion.objects.visible_to(request.user), pk=pk)
    raw = request.POST.get("number", "")
    if raw.isascii() and raw.isdecimal() and len(raw) < 10:
        ReadPosition.objects.advance(request.user, discussion, int(raw))
    return HttpResponse(status=204)


def _state(post: rendering.Rendered) -> dict[str, Any]:
    return {"id": post.id, "number": post.number, "version": post.version, "html": post.html}
