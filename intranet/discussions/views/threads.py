from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intranet.accounts.reader import Reader
from intranet.core.compiled import Compiled
from intranet.discussions import actions, policies
from intranet.discussions.forms import ThreadForm
from intranet.discussions.models import Room, Thread
from intranet.moderation.notices import notice_for
from intranet.moderation.policies import may_moderate
from intranet.notifications.models import Follow

_addressed = Compiled(lambda reader, pk: Thread.objects.addressed_to(reader).for_list().filter(pk=pk))


@require_safe
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """A thread. A hidden one says that it was hidden and why, in its place."""
    found = _addressed.first(Reader.of(request.user), pk)
    if found is None:
        raise Http404
    if found.is_hidden:
        reads = found.is_by(request.user) or may_moderate(request.user)
        first = found.discussion.posts.order_by("number").first() if reads else None
        context = {"thread": found, "notice": notice_for(found), "first": first}
        return render(request, "discussions/hidden.html", context)
    found.discussion.subject = found
    context = {
        "thread": found,
        "may_manage": policies.may_manage_threads(request.user),
        "is_following": Follow.objects.is_following(request.user, found),
    }
    return render(request, "discussions/thread.html", context | {"seen": _seen(**context)})


def _seen(*, thread: Thread, may_manage: bool, is_following: bool) -> tuple[Any, ...]:
    """Return everything that the head of the page shows (see ``ui.frozen``)."""
    return (
        thread.pk,
        thread.title,
        thread.language,
        thread.room.slug,
        thread.room.name,
        str(thread.author or ""),
        thread.imported_author,
        thread.created_at,
        thread.is_pinned,
        thread.discussion.is_open,
        may_manage,
        is_following,
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a thread in the room that ``?room=`` names."""
    slug = request.GET.get("room", "").replace("\x00", "")
    room = get_object_or_404(Room.objects.visible_to(request.user), slug=slug)
    form = ThreadForm(request.POST or None, initial={"language": room.language or request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_thread(by=request.user, room=room, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(opened)
    status = 422 if form.errors else 200
    return render(request, "discussions/new.html", {"form": form, "room": room}, status=status)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the thread to new messages, or open it again (``open=1``)."""
    found = _managed(request, pk)
    act = actions.reopen if request.POST.get("open") == "1" else actions.close
    act(found, by=request.user)
    return redirect(found)


@require_POST
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    actions.pin(found, by=request.user, pinned=request.POST.get("pinned") == "1")
    return redirect(found)


@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Thread.objects.visible_to(request.user), pk=pk)
    act = Follow.objects.follow if request.POST.get("follow") == "1" else Follow.objects.unfollow
    act(request.user, found)
    return redirect(found)


def _managed(request: HttpRequest, pk: int) -> Thread:
    found: Thread = get_object_or_404(Thread.objects.visible_to(request.user), pk=pk)
    if not policies.may_manage_threads(request.user):
        raise PermissionDenied
    return found
