"""Who saw which ideas: colleagues looked at the list over the last weeks, the older an idea the more of them."""

import random
from collections.abc import Iterator
from datetime import time

from django.utils import timezone

from ideas.attention.counting import count_impressions
from ideas.attention.models import Impression
from ideas.models import Support
from intranet.demo.company import Company, Moment

_SEED = 11


def moments(company: Company) -> Iterator[Moment]:
    yield Moment(company.calendar.moment(1, time(23, 58)), lambda: _look(company))


def _look(company: Company) -> None:
    """Note what was seen, supporters first of all, and count it; the worker then draws the orders by itself."""
    chance = random.Random(_SEED)  # noqa: S311 (a story, no secret)
    people = sorted(company.people.values(), key=lambda person: person.username)
    supporters: dict[int, set[int]] = {}
    for idea_id, person_id in Support.objects.filter(user__isnull=False).values_list("idea", "user"):
        supporters.setdefault(idea_id, set()).add(person_id)
    today, rows = timezone.localdate(), []
    for idea in company.ideas.values():
        age = (timezone.now() - idea.created_at).days
        curious = {person.pk for person in people if chance.random() < min(age / 25, 0.9)}
        saw = (curious | supporters.get(idea.pk, set())) - {idea.author_id}
        rows += [Impression(day=today, person_id=person, idea_id=idea.pk) for person in sorted(saw)]
    Impression.objects.bulk_create(rows, ignore_conflicts=True)
    count_impressions()
