"""What the review panel measures of an idea is what its page says is expected: said once, measured once, read twice.

As soon as an idea is accepted, what the panel set as its measure of success stands on its page, unless those who carry
it out said something else before. What the panel is told after some months is a measurement there too.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from ideas.living.models import Measurement, Outcome
from ideas.models import ACCEPTED, Idea
from intranet.contributions.models.activity import record
from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from intranet.contributions.models import Activity

# In ``Idea.parts``: less is better, so no share of the way from nothing to the target is told.
AT_MOST = "at_most"


def measure_of(idea: Idea) -> dict[str, Any] | None:
    """Return what the panel measures: ``measure``, ``unit``, ``target``, ``measure_on``, ``at_least``; or ``None``."""
    return next((told for told in registry.ask("idea.measure", idea) if told), None)


def expected_of(idea: Idea) -> dict[str, Any] | None:
    """Answer ``idea.expected``: what the page of an idea says is expected of it; a query where there is something."""
    outcome = Outcome.objects.filter(idea=idea).exclude(measure="").first() if idea.parts.get("outcome") else None
    return {name: getattr(outcome, name) for name in ("measure", "unit", "target")} if outcome else None


@transaction.atomic
def expected_by_the_panel(activity: "Activity") -> None:
    """Have the page of an idea that was accepted say what the panel expects of it. Can be done twice."""
    idea = activity.target
    if not isinstance(idea, Idea) or idea.pipeline_status not in ACCEPTED:
        return
    told = measure_of(idea)
    if told is not None:
        _expect(idea, told, activity)


@transaction.atomic
def measured_by_the_panel(activity: "Activity") -> None:
    """Keep it as a measurement, unless the idea's page measures something else. Can be done twice."""
    idea, said = activity.target, activity.data
    if not isinstance(idea, Idea) or idea.pipeline_status not in ACCEPTED:
        return
    told = {"measure": said["measure"], "unit": said["unit"], "target": Decimal(said["goal"]), "measure_on": None}
    outcome = _expect(idea, {**told, "at_least": said.get("at_least", True)}, activity)
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


def _expect(idea: Idea, told: dict[str, Any], activity: "Activity") -> Outcome:
    """Return what is expected of ``idea``, which is what the panel ``told`` where nobody said anything."""
    Idea.objects.locked().get(pk=idea.pk)
    outcome, _is_new = Outcome.objects.get_or_create(idea=idea, defaults={"by": activity.actor})
    if not outcome.measure:
        for name in ("measure", "unit", "target", "measure_on"):
            setattr(outcome, name, told[name])
        outcome.by, outcome.at = activity.actor, activity.at
        outcome.save(update_fields=["measure", "unit", "target", "measure_on", "by", "at"])
        idea.note_part(**{"outcome": True, AT_MOST: not told["at_least"] or None})
    return outcome
