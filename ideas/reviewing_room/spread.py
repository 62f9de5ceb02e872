"""How support is spread over departments: which idea bridges them most, which divides them most.

For each department of at least ``SMALLEST_NAMED`` active people, and for all the smaller ones together, the share of
people who support an idea is drawn towards the share of the whole company, as if ``PRIOR`` more people of the department
had answered as the company does. So three people out of six are not a landslide:

    rate(department) = (supports there + PRIOR × overall) ÷ (people there + PRIOR)

*Bridging* is the rate of the least supportive department; *dividing* the distance between the most and the least
supportive. Both are nothing under ``FEWEST`` supports or with fewer than two such departments. Numbers by department
never leave this module: with a small one, a number is a name.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q

from ideas.breadth import SMALLEST_NAMED
from ideas.models import Support
from intranet.accounts.models import Department

PRIOR = 10
FEWEST = 5
SMALL = 0  # stands for all departments under SMALLEST_NAMED, pooled


@dataclass(frozen=True)
class Spread:
    """``named``: departments with supporters, most supportive first; ``absent``: large ones without; ``small`` counts
    those too small to name that have supporters. ``bridging`` and ``dividing`` are ``None`` where nothing can be said."""

    named: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    small: int = 0
    bridging: Fraction | None = None
    dividing: Fraction | None = None
    most: str = ""
    least: str = ""

    @property
    def total(self) -> int:
        return len(self.named) + self.small

    @property
    def of(self) -> int:
        return self.total + len(self.absent)


def spread_of(ids: Iterable[int]) -> dict[int, Spread]:
    """Return {idea id: spread} in two queries, whatever the number of ideas."""
    given = Support.objects.filter(idea__in=list(ids), user__department__isnull=False, user__is_active=True).order_by()
    counted = given.values_list("idea_id", "user__department_id").annotate(how_many=Count("pk"))
    by_idea: dict[int, dict[int, int]] = defaultdict(dict)
    for idea, department, how_many in counted:
        by_idea[idea][department] = how_many
    if not by_idea:
        return {}
    people = Count("people", filter=Q(people__is_active=True))
    departments = {
        department.pk: (department.name, department.size)
        for department in Department.objects.order_by("name").annotate(size=people)
        if department.size
    }
    return {idea: _spread(counts, departments) for idea, counts in by_idea.items()}


def _spread(counts: Mapping[int, int], departments: Mapping[int, tuple[str, int]]) -> Spread:
    sizes: dict[int, int] = defaultdict(int)
    supports: dict[int, int] = defaultdict(int)
    for pk, (_name, size) in departments.items():
        group = pk if size >= SMALLEST_NAMED else SMALL
        sizes[group] += size
        supports[group] += counts.get(pk, 0)
    if sizes.get(SMALL, SMALLEST_NAMED) < SMALLEST_NAMED:
        del sizes[SMALL]  # even together they are too few to be told from a person
    rates = shrunken(supports, sizes)
    named = {pk: departments[pk][0] for pk in sizes if pk != SMALL}
    order = sorted(named, key=lambda pk: (-rates[pk], named[pk]))
    small = sum(1 for pk in counts if pk in departments and departments[pk][1] < SMALLEST_NAMED)
    bridging, dividing = bridging_and_dividing(rates, sum(counts.values()))
    return Spread(
        named=tuple(named[pk] for pk in order if supports[pk]),
        absent=tuple(sorted(named[pk] for pk in order if not supports[pk])),
        small=small,
        bridging=bridging,
        dividing=dividing,
        most=named.get(max(rates, key=lambda pk: (rates[pk], -pk)), "") if dividing else "",
        least=named.get(min(rates, key=lambda pk: (rates[pk], pk)), "") if dividing else "",
    )


def shrunken(supports: Mapping[int, int], sizes: Mapping[int, int]) -> dict[int, Fraction]:
    """Return the rate of each group, drawn towards that of all; exact. A group of nobody has none."""
    people = sum(sizes.values())
    if not people:
        return {}
    overall = Fraction(sum(supports.get(group, 0) for group in sizes), people)
    return {group: (supports.get(group, 0) + PRIOR * overall) / (size + PRIOR) for group, size in sizes.items() if size}


def bridging_and_dividing(
    rates: Mapping[int, Fraction], supports: int
) -> tuple[Fraction, Fraction] | tuple[None, None]:
    if supports < FEWEST or len(rates) < 2:
        return None, None
    return min(rates.values()), max(rates.values()) - min(rates.values())
