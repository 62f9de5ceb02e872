"""From impressions to counters: done by the worker every few minutes; can be run late, twice, or not at all."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from ideas.attention.models import Attention, Impression, SeenIdeas
from ideas.models import Idea
from intranet.accounts.models import User

BATCH = 5000


def count_impressions() -> int:
    """Count what was seen since; return how many impressions. Each batch is one transaction, rows and counters together."""
    total = 0
    while taken := _count_batch():
        total += taken
    Impression.objects.filter(is_counted=True, day__lt=timezone.localdate() - timedelta(days=1)).delete()
    return total


@transaction.atomic
def _count_batch() -> int:
    """Fold about ``BATCH`` impressions of one day. They are claimed by one UPDATE, so two workers never count one twice."""
    rows = _claim()
    if rows:
        _add(Counter(idea for _person, idea in rows), _first_sights(rows))
    return len(rows)


def _claim() -> list[tuple[int, int]]:
    """Mark the oldest impressions as counted and return them as (person, idea); whole people, so at least one."""
    waiting = Impression.objects.filter(is_counted=False).order_by("day", "person_id")
    first = waiting.values_list("day", "person_id").first()
    if first is None:
        return []
    day, _person = first
    beyond = waiting.filter(day=day).values_list("person_id", flat=True)[BATCH : BATCH + 1]
    last = next(iter(beyond), 2**62)
    table = connection.ops.quote_name(Impression._meta.db_table)
    marked = f"UPDATE {table} SET is_counted = %s WHERE is_counted = %s AND day = %s AND person_id <= %s"  # noqa: S608  (our own table's name)
    with connection.cursor() as cursor:
        cursor.execute(f"{marked} RETURNING person_id, idea_id", [True, False, day, last])
        return [(person, idea) for person, idea in cursor.fetchall()]


def _first_sights(rows: list[tuple[int, int]]) -> dict[int, Counter[int]]:
    """Return {idea: {department (0: none): people}} of those who had never seen it, and remember that they have."""
    saw: dict[int, set[int]] = defaultdict(set)
    for person, idea in rows:
        saw[person].add(idea)
    known = SeenIdeas.objects.select_for_update().in_bulk(saw)
    departments = dict(User.objects.filter(pk__in=saw).values_list("pk", "department_id"))
    found: dict[int, Counter[int]] = defaultdict(Counter)
    changed = []
    for person, ideas in saw.items():
        before = known.get(person)
        ids = before.ids if before else set()
        for idea in ideas - ids:
            found[idea][departments.get(person) or 0] += 1
        if not ideas <= ids:
            row = before or SeenIdeas(person_id=person)
            row.ids = ids | ideas
            changed.append(row)
    SeenIdeas.objects.bulk_create(
        changed, batch_size=500, update_conflicts=True, unique_fields=["person"], update_fields=["packed"]
    )
    return found


def _add(views: Counter[int], viewers: dict[int, Counter[int]]) -> None:
    kept = Attention.objects.select_for_update().in_bulk(views)
    missing = views.keys() - kept.keys()
    campaigns = dict(Idea.objects.filter(pk__in=missing).values_list("pk", "campaign_id"))
    made = [Attention(idea_id=pk, campaign_id=campaign) for pk, campaign in campaigns.items()]
    for row in [*kept.values(), *made]:
        row.views += views[row.pk]
        first = viewers.get(row.pk, Counter())
        row.viewers += first.total()
        for department, people in first.items():
            if department:
                row.seen_by[str(department)] = row.seen_by.get(str(department), 0) + people
    Attention.objects.bulk_create(
        [*kept.values(), *made],
        update_conflicts=True,
        unique_fields=["idea"],
        update_fields=["views", "viewers", "seen_by"],
    )
