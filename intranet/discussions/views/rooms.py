from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from intranet.core.pagination import Page, page_of
from intranet.discussions import policies
from intranet.discussions.models import ReadPosition, Room, Thread


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The rooms, and the threads where something was said last."""
    rooms = Room.objects.visible_to(request.user).current()
    threads = Thread.objects.visible_to(request.user).for_list().order_by("-discussion__last_posted_at", "-pk")
    page = page_of(request, threads, size=30)
    context = {
        "rooms": rooms,
        "page": page,
        "unread": _unread(request, page),
        "new_room_url": _new_room_url(request),
    }
    return render(request, "discussions/index.html", context)


@require_safe
def room(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Room.objects.visible_to(request.user).select_related("audience"), slug=slug)
    page = page_of(request, Thread.objects.visible_to(request.user).filter(room=found).for_list().in_order(), size=30)
    context = {
        "room": found,
        "page": page,
        "unread": _unread(request, page),
        "may_open": policies.may_open_thread(request.user, found),
    }
    return render(request, "discussions/room.html", context)


def _new_room_url(request: HttpRequest) -> str:
    """Return where whoever may open rooms does so: in the admin; "" for everyone else."""
    return reverse("wagtailsnippets_discussions_room:add") if request.user.has_perm("discussions.add_room") else ""


def _unread(request: HttpRequest, page: Page) -> dict[int, int]:
    return ReadPosition.objects.unread_counts(request.user, [thread.discussion_id for thread in page.items])
