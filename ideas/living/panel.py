"""What the review room is told of an outcome is a measurement of the idea's life too: it is measured once, read twice."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ideas.living.models import Measurement, Outcome
from ideas.models import ACCEPTED, Idea
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from intranet.contributions.models import Activity


@transaction.atomic
def measured_by_the_panel(activity: "Activity") -> None:
    """Keep it as a measurement, unless the idea's page measures something else. Can be done twice."""
    idea, said = activity.target, activity.data
    if not isinstance(idea, Idea) or idea.pipeline_status not in ACCEPTED:
        return
    Idea.objects.locked().get(pk=idea.pk)
    outcome, _is_new = Outcome.objects.get_or_create(idea=idea, defaults={"by": activity.actor})
    if not outcome.measure:
        outcome.measure, outcome.unit, outcome.target = said["measure"], said["unit"], Decimal(said["goal"])
        outcome.save(update_fields=["measure", "unit", "target"])
    if outcome.measure != said["measure"]:
        return
    made, is_new = Measurement.objects.get_or_create(
        outcome=outcome,
        value=Decimal(said["value"]),
        on=timezone.localdate(activity.at),
        defaults={"by": activity.actor, "note": said["note"]},
    )
    if is_new:
        idea.note_part(outcome=True, measured=outcome.measurements.count())
        record("idea.outcome_measured", by=activity.actor, target=idea, measurement=made.pk)
