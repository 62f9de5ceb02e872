from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from intranet.accounts.models import User
from intranet.contributions.registry import registry
from intranet.core.going_back import back_or
from intranet.core.pagination import page_of
from intranet.notifications.feed import entries
from intranet.notifications.models import Follow, Notification
from intranet.notifications.models.notification import NotificationQuerySet


def _mine(user: User) -> NotificationQuerySet:
    return Notification.objects.of(user).select_related("activity__actor__department").order_by("-id")


@require_GET
def notification_list(request: HttpRequest) -> HttpResponse:
    """Everything a person was told, newest first; ``?unread=1`` keeps what they have not opened."""
    rows = _mine(request.user)
    only_unread = request.GET.get("unread") == "1"
    page = page_of(request, rows.unread() if only_unread else rows, size=30)
    tabs = [
        {"url": request.path, "label": pgettext("notifications", "All"), "current": not only_unread},
        {"url": f"{request.path}?unread=1", "label": _("Unread"), "current": only_unread},
    ]
    context = {"page": page, "entries": entries(request.user, page.items), "only_unread": only_unread, "tabs": tabs}
    return render(request, "notifications/list.html", context)


@require_GET
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go to what it is about."""
    notification = get_object_or_404(_mine(request.user), pk=pk)
    Notification.objects.filter(pk=notification.pk).mark_read()
    shown = entries(request.user, [notification])
    return redirect(shown[0].url if shown else "notifications:list")


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    Notification.objects.of(request.user).mark_read()
    return redirect("notifications:list")


@require_POST
def follow(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Follow or (``state=off``) stop following something the person may see."""
    known = {k.name: k for k in registry.kinds()}
    target = get_object_or_404(
        known[kind].visible(request.user) if kind in known else Notification.objects.none(), pk=pk
    )
    if request.POST.get("state") == "off":
        Follow.objects.unfollow(request.user, target)
    else:
        Follow.objects.follow(request.user, target)
    if request.headers.get("HX-Request"):
        return render(request, "notifications/_follow.html", follow_context(request.user, target, kind))
    return back_or(request, known[kind].url(target))


def follow_context(user: User, target: object, kind: str) -> dict[str, object]:
    """What the follow button needs (``notifications/_follow.html``)."""
    following = Follow.objects.is_following(user, target)  # type: ignore[arg-type]  # signed in: the middleware saw to it
    label = _("Following") if following else _("Follow")
    return {"kind": kind, "object": target, "following": following, "label": label}
