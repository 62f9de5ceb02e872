"""Who is told of what. Features declare it; the worker carries it out.

    notify("idea.decided", to=author_and_supporters)

``to(activity)`` returns ``{user_id: reason}`` (``Reason`` values). The actor is dropped, and so is whoever asked to
hear no more of the target, is deactivated, or may not see the target when the activity is handed out.
"""

from collections.abc import Callable, Mapping

from intranet.accounts.models import User
from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.notifications.models import Follow, Notification, Reason

Recipients = Callable[[Activity], Mapping[int, str]]

# What somebody owes a person directly is told even if they stopped following.
_DIRECT = {Reason.MENTION, Reason.MODERATION}


def notify(pattern: str, *, to: Recipients) -> None:
    """Have activities whose verb matches ``pattern`` told to the people that ``to(activity)`` returns."""

    def tell(activity: Activity) -> None:
        _tell(activity, dict(to(activity)))

    tell.__qualname__ = f"notify[{pattern}]"
    registry.handle(pattern, tell)


def tell_offered(activity: Activity) -> None:
    """Tell whom the rooms beside this one, which cannot call ``notify``, name under ``notifications.recipients``."""
    reasons: dict[int, str] = {}
    for offered in registry.ask("notifications.recipients", activity):
        reasons |= offered
    if reasons:
        _tell(activity, reasons)


def _tell(activity: Activity, reasons: dict[int, str]) -> None:
    target = activity.target
    if target is None:
        return
    reasons.pop(activity.actor_id or 0, None)
    muted = Follow.objects.muted_ids(target) if reasons else set()
    wanted = {pk: why for pk, why in reasons.items() if why in _DIRECT or pk not in muted}
    people = User.objects.active().filter(pk__in=wanted).select_related("department")
    told = [person for person in people if wanted[person.pk] == Reason.MODERATION or _may_see(person, target)]
    Notification.objects.bulk_create(
        [Notification(recipient=person, activity=activity, reason=wanted[person.pk]) for person in told],
        ignore_conflicts=True,
    )
    for person in told:
        registry.ask("live.publish", f"user.{person.pk}", {"kind": "notification"})


def _may_see(person: User, target: object) -> bool:
    kind = registry.kind_of(target)
    return kind is not None and kind.visible(person).filter(pk=target.pk).exists()  # type: ignore[attr-defined]
