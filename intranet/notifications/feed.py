"""A person's notifications, ready to be shown: each with its sentence and its link, in a bounded number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.template.loader import select_template
from django.utils.safestring import SafeString

from intranet.accounts.models import User
from intranet.contributions.registry import registry
from intranet.notifications.models import Notification, Reason


@dataclass(frozen=True)
class Entry:
    """A notification whose target the reader may still see. ``sentence`` is HTML from a template, escaped there."""

    notification: Notification
    sentence: SafeString
    icon: str
    url: str


def entries(user: User, notifications: Sequence[Notification]) -> list[Entry]:
    """Return what can be shown of ``notifications`` (activity and actor loaded), in their order.

    One query a kind of target, whatever the number of rows. What the reader may no longer see is left out; what
    moderation owes them (their own hidden text) is kept.
    """
    targets = _targets(user, notifications)
    shown = []
    for notification in notifications:
        activity = notification.activity
        target = targets.get((activity.target_type_id, activity.target_id))
        kind = registry.kind_of(target) if target is not None else None
        if kind is not None:
            # A grouped reminder is about a person and leads to a page of theirs.
            url = activity.data.get("page") or kind.url(target)
            shown.append(Entry(notification, _sentence(notification, target, kind), kind.icon, url))
    return shown


def _targets(user: User, notifications: Sequence[Notification]) -> dict[tuple[int, int], Any]:
    wanted: dict[int, set[int]] = defaultdict(set)
    owed: dict[int, set[int]] = defaultdict(set)
    for notification in notifications:
        activity = notification.activity
        ids = owed if notification.reason == Reason.MODERATION else wanted
        ids[activity.target_type_id].add(activity.target_id)
    found = {}
    for type_id in wanted.keys() | owed.keys():
        model = ContentType.objects.get_for_id(type_id).model_class()
        kind = registry.kind_of(model) if model else None
        if kind is None:
            continue
        visible = kind.visible(user).select_related(*kind.select)
        for target in visible.filter(pk__in=wanted[type_id] | owed[type_id]):
            found[(type_id, target.pk)] = target
        missing = [pk for pk in owed[type_id] if (type_id, pk) not in found]
        if missing:
            for target in kind.model._default_manager.filter(pk__in=missing).select_related(*kind.select):
                found[(type_id, target.pk)] = target
    return found


def _sentence(notification: Notification, target: Any, kind: Any) -> SafeString:
    activity = notification.activity
    names = [f"notifications/verbs/{activity.verb}.html", "notifications/verbs/_any.html"]
    context = {
        "activity": activity,
        "actor": activity.actor,
        "target": target,
        "title": kind.title(target),
        "kind": kind,
        "reason": notification.reason,
        "verb_label": registry.verbs().get(activity.verb, activity.verb),
    }
    return select_template(names).render(context)
