"""What is said in place of something hidden: why, under which clause, when, in which role it was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils.functional import Promise

from intranet.moderation.models import Decision


@dataclass(frozen=True)
class Notice:
    """``reason`` is plain text; ``role`` is a translated label ("Community manager"); ``clause_label`` may be empty."""

    reason: str
    clause_label: str
    clause_url: str
    at: datetime
    role: str | Promise
    number: int


def notice_for(contribution: Any) -> Notice | None:
    """Return why ``contribution`` is hidden, or ``None`` if it is not. One query when hidden, none otherwise."""
    return notices_for([contribution]).get(contribution.pk)


def notices_for(contributions: Iterable[Any]) -> dict[int, Notice]:
    """Return {pk: notice} of the hidden ones among ``contributions``, which are all of one model; one query at most."""
    hidden = [contribution for contribution in contributions if contribution.is_hidden]
    if not hidden:
        return {}
    kind = ContentType.objects.get_for_model(hidden[0])
    latest = (
        Decision.objects.filter(target_type=kind, target_id__in=[c.pk for c in hidden], action=Decision.Action.HIDE)
        .values("target_id")
        .annotate(last=Max("number"))
    )
    decisions = Decision.objects.filter(number__in=latest.values("last"))
    return {decision.target_id: _notice(decision) for decision in decisions}


def _notice(decision: Decision) -> Notice:
    return Notice(
        reason=decision.reason,
        clause_label=decision.clause_label,
        clause_url=decision.clause_url,
        at=decision.at,
        role=decision.role_label,
        number=decision.number,
    )
