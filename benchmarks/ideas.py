"""Every order of the list of ideas at 500 and at 10,000 ideas with 100 supports each, 5,000 people, on PostgreSQL.

``DATABASE_URL`` gives an empty database. Each request is of another person and finds no list kept in memory, only the
rows that somebody before met: what is measured is the database and the page, from the address to the HTML, in one process.
"""

import os
import statistics
import subprocess
import sys
import time
from typing import Any

from benchmarks.table import table

SIZES = (500, 10_000)
PEOPLE = 5000
SUPPORTS = 100  # of an idea, on the mean
ORDERS = ("discover", "promising", "new", "supported", "discussed", "bridging")
ROUNDS = 40
HEADS = ("order", "queries", *(f"{what} ms at {size:,}" for what in ("median", "CPU") for size in SIZES), "ratio")


def run(_scale: int) -> str:
    """Measure in a process of its own."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return "Give an empty PostgreSQL database as DATABASE_URL."
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "intranet.config.settings.test"}
    command = [sys.executable, "-m", "benchmarks.ideas"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit("the measure failed (see above)")
    return done.stdout.strip()


def _measure() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from ideas.attention.drawing import draw

    if connection.introspection.table_names():
        raise SystemExit("the database is not empty")
    call_command("migrate", verbosity=0)
    _people()
    found: dict[str, list[tuple[int, float, float]]] = {order: [] for order in ORDERS}
    drawn = []
    before = 0
    for size in SIZES:
        _ideas(before, size)
        before = size
        start = time.perf_counter()
        draw(timezone.localdate())
        drawn.append(time.perf_counter() - start)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for order in ORDERS:
            found[order].append(_timed(order))
    rows = []
    for order, (few, many) in found.items():
        figures = [f"{one:.1f}" for one in (few[1], many[1], few[2], many[2])]
        rows.append([order, str(max(few[0], many[0])), *figures, f"{many[1] / few[1]:.2f}"])
    print(table(HEADS, rows))
    print(f"\nDrawing the orders of a day took the worker {drawn[0]:.1f} and {drawn[1]:.1f} s.")


def _timed(order: str) -> tuple[int, float, float]:
    """Return the most queries and the median milliseconds, on the clock and of Python, of the first page for ``ROUNDS`` people."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from intranet.accounts.models import User
    from intranet.contributions import shared

    times, used, queries = [], [], 0
    for number, person in enumerate(User.objects.order_by("pk")[: ROUNDS + 3]):
        browser = Client()
        browser.force_login(person)
        shared.forget()
        with CaptureQueriesContext(connection) as asked:
            start, cpu = time.perf_counter(), time.process_time()
            answer = browser.get(f"/ideas/?order={order}")
            took, cpu = (time.perf_counter() - start) * 1000, (time.process_time() - cpu) * 1000
        if answer.status_code != 200 or b"idea-row" not in answer.content:
            raise SystemExit(f"{order}: {answer.status_code}")
        if number >= 3:
            times.append(took)
            used.append(cpu)
            queries = max(queries, len(asked))
    return queries, statistics.median(times), statistics.median(used)


def _people() -> None:
    from intranet.accounts.models import Department, User

    departments = [Department.add_root(name=f"Department {n}", slug=f"department-{n}") for n in range(25)]
    User.objects.bulk_create(
        [
            User(
                username=f"person{n}",
                display_name=f"Person {n}",
                email=f"person{n}@example.org",
                department=departments[n % 25],
            )
            for n in range(PEOPLE)
        ],
        batch_size=1000,
    )


def _ideas(first: int, end: int) -> None:
    """Write ideas ``first`` to ``end`` with discussions, supports and viewers, in bulk."""
    from datetime import timedelta

    from django.db import connection
    from django.utils import timezone

    from ideas.attention.models import Attention
    from ideas.models import Campaign, Idea
    from intranet.accounts.models import User
    from intranet.discussions.models import Discussion

    people = list(User.objects.order_by("pk").values_list("pk", flat=True))
    box, now = Campaign.objects.open_box(), timezone.now()
    threads = Discussion.objects.bulk_create(
        [Discussion(kind="idea", post_count=n * 7919 % 60, last_posted_at=now) for n in range(first, end)],
        batch_size=2000,
    )
    rows: list[Any] = [
        Idea(
            author_id=people[n % PEOPLE],
            campaign=box,
            title=f"Idea number {n}",
            slug=f"idea-number-{n}",
            summary="What could be better here, and how. " * 4,
            proposal="<p>What could be better here, and how.</p>",
            language="en",
            created_at=now - timedelta(minutes=n * 37 % 400_000),
            support_count=_supports(n),
            discussion=thread,
        )
        for n, thread in zip(range(first, end), threads, strict=True)
    ]
    ideas = Idea.objects.bulk_create(rows, batch_size=1000)
    Attention.objects.bulk_create(
        [
            Attention(
                idea=idea, campaign=box, viewers=3 * idea.support_count, seen_by={"1": idea.support_count, "2": 9}
            )
            for idea in ideas
        ],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ideas_support (idea_id, user_id, at) SELECT idea.id, %s + (idea.id * 7919 + k * 61) %% %s, now() "
            "FROM ideas_idea idea, LATERAL generate_series(1, idea.support_count) k WHERE idea.id >= %s",
            [people[0], PEOPLE, ideas[0].pk],
        )


def _supports(number: int) -> int:
    return number * 7907 % (2 * SUPPORTS)


if __name__ == "__main__":
    _measure()
