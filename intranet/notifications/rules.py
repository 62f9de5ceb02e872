"""Who is told of what. Features declare it; the worker carries it out.

    notify("idea.decided", to=author_and_supporters)

``to(activity)`` returns ``{user_id: reason}`` (``Reason`` values). The actor is dropped, and so is whoever asked to
hear no more of the target, is deactivated, or may not see the target when the activity is handed out.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping

from django.db.models import IntegerField, Model, Value

from intranet.accounts.models import User
from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.core.compiled import Compiled, filled_up
from intranet.notifications.models import Follow, Notification, Reason

Recipients = Callable[[Activity], Mapping[int, str]]

# SQLite joins at most 500 questions in one query.
_QUESTIONS_A_QUERY = 200

# What somebody owes a person directly is told even if they stopped following.
_DIRECT = {Reason.MENTION, Reason.MODERATION}


_active = Compiled(lambda ids: User.objects.active().filter(pk__in=ids).select_related("department"))


def notify(pattern: str, *, to: Recipients, replaces: Collection[str] = ()) -> None:
    """Have activities whose verb matches ``pattern`` told to the people that ``to(activity)`` returns.

    ``replaces``: verbs of which one is enough. What a person has not read yet of them, about the same thing, gives way
    to the new one, so that a story that goes on is one line and not ten.
    """

    def tell(activity: Activity) -> None:
        _tell(activity, dict(to(activity)), replaces)

    tell.__qualname__ = f"notify[{pattern}]"
    registry.handle(pattern, tell)


def tell_offered(activity: Activity) -> None:
    """Tell whom the rooms beside this one, which cannot call ``notify``, name under ``notifications.recipients``."""
    reasons: dict[int, str] = {}
    for offered in registry.ask("notifications.recipients", activity):
        reasons |= offered
    if reasons:
        _tell(activity, reasons)


def _tell(activity: Activity, reasons: dict[int, str], replaces: Collection[str] = ()) -> None:
    target = activity.target
    if target is None:
        return
    reasons.pop(activity.actor_id or 0, None)
    muted = Follow.objects.muted_ids(target) if reasons else set()
    wanted = {pk: why for pk, why in reasons.items() if why in _DIRECT or pk not in muted}
    if not wanted:
        return
    people = _active(filled_up(sorted(wanted)))
    sighted = _who_see(target, [person for person in people if wanted[person.pk] != Reason.MODERATION])
    told = [person for person in people if wanted[person.pk] == Reason.MODERATION or person.pk in sighted]
    if replaces and told:
        same = Activity.objects.of(target).filter(verb__in=replaces, pk__lt=activity.pk)
        Notification.objects.unread().filter(recipient__in=told, activity__in=same).delete()
    Notification.objects.bulk_create(
        [Notification(recipient=person, activity=activity, reason=wanted[person.pk]) for person in told],
        ignore_conflicts=True,
    )
    for person in told:
        registry.ask("live.publish", f"user.{person.pk}", {"kind": "notification"})


def _who_see(target: Model, people: list[User]) -> set[int]:
    """Return the ids of those of ``people`` who may see ``target``; the queries do not grow with the people.

    People of the same audiences see the same, so the rule of the kind is asked once for each such group, and the
    groups' questions travel together.
    """
    kind = registry.kind_of(target)
    if kind is None or not people:
        return set()
    User.objects.know_audiences(people)
    groups: dict[Hashable, list[User]] = defaultdict(list)
    for person in people:
        groups[(person.sees_everything or person.audience_ids) if kind.addressed else person.pk].append(person)
    sighted: set[int] = set()
    asked = list(groups.values())
    for start in range(0, len(asked), _QUESTIONS_A_QUERY):
        several = asked[start : start + _QUESTIONS_A_QUERY]
        first, *others = [
            kind.visible(group[0])
            .filter(pk=target.pk)
            .order_by()
            .values_list(Value(number, output_field=IntegerField()))
            for number, group in enumerate(several)
        ]
        answers = first.union(*others, all=True) if others else first
        sighted.update(person.pk for (number,) in answers for person in several[number])
    return sighted
