"""Who is told of what is decided. Offered to the notifications room as the service ``notifications.recipients``."""

from typing import TYPE_CHECKING

from intranet.accounts.models import User
from intranet.moderation.models import Report

if TYPE_CHECKING:
    from intranet.contributions.models import Activity

_REASON = "moderation"


def recipients(activity: "Activity") -> dict[int, str]:
    """Return {user id: reason}: the author of what was hidden or restored, who reported it, who has to look at a report."""
    if not activity.verb.startswith(("contribution.", "report.")):
        return {}
    target = activity.target
    if activity.verb in ("contribution.hidden", "contribution.restored"):
        return {target.author_id: _REASON} if target is not None and target.author_id else {}
    if activity.verb == "report.settled" and isinstance(target, Report):
        return {target.reporter_id: _REASON} if target.reporter_id else {}
    if activity.verb == "report.filed" and isinstance(target, Report) and _is_first(target):
        return {person.pk: _REASON for person in moderators()}
    return {}


def moderators() -> list[User]:
    """Return who may decide. Administrators by right only (superusers) are not disturbed."""
    return list(
        User.objects.with_perm(
            "moderation.moderate",
            backend="intranet.accounts.backends.ParvisBackend",
            include_superusers=False,
        )
    )


def _is_first(report: Report) -> bool:
    """Ten reports of one contribution are one thing to look at: only the first one is announced."""
    same = Report.objects.open().filter(target_type=report.target_type_id, target_id=report.target_id)
    return not same.filter(pk__lt=report.pk).exists()
