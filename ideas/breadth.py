"""How widely an idea is supported: over departments, without showing who."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from ideas.models.support import Support
from intranet.accounts.models import Department

if TYPE_CHECKING:
    from ideas.models.idea import Idea

# A department under this many people is never named: a support could be traced to a person.
SMALLEST_NAMED = 5


@dataclass
class Breadth:
    """``named`` are the departments with supporters, in alphabetical order; ``small`` counts those too small to name."""

    named: list[str] = field(default_factory=list)
    small: int = 0

    @property
    def total(self) -> int:
        return len(self.named) + self.small


def breadth_of(ideas: "Iterable[Idea]") -> dict[int, Breadth]:
    """Return {idea id: breadth} of the current supports, in two queries whatever the number of ideas.

    Never numbers by department: with a small one, a number is a name.
    """
    found: dict[int, Breadth] = defaultdict(Breadth)
    ids = [idea.pk for idea in ideas]
    pairs = set(
        Support.objects.filter(idea__in=ids, user__department__isnull=False).values_list(
            "idea_id", "user__department_id"
        )
    )
    if not pairs:
        return found
    people = Count("people", filter=Q(people__is_active=True))
    departments = Department.objects.filter(pk__in={pk for _, pk in pairs}).annotate(size=people)
    known = {department.pk: department for department in departments}
    for idea_id, department_id in pairs:
        department = known[department_id]
        if department.size < SMALLEST_NAMED:
            found[idea_id].small += 1
        else:
            found[idea_id].named.append(department.name)
    for breadth in found.values():
        breadth.named.sort()
    return found
