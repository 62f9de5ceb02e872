"""The opinion map: how long the worker takes for votes made up in camps, a tenth of them against the camp."""

import os
import random
import resource
import time

import django

from benchmarks.table import table

SIZES = ((200, 40), (800, 40), (2_500, 40), (2_500, 160))
ANSWERED = 0.625


def run(scale: int) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.config.settings.test")
    django.setup()
    from ideas.opinions.mapping import computed

    rows = []
    for people, statements in SIZES:
        votes = _votes(people, statements)
        started, before = time.perf_counter(), _processor()
        result = computed(votes)
        took, cpu = time.perf_counter() - started, _processor() - before
        rows.append(
            [f"{len(votes):,}", f"{people:,}", str(statements), str(len(result["groups"])), f"{took:.2f}", f"{cpu:.2f}"]
        )
    return table(["votes", "people", "statements", "groups", "seconds", "processor seconds"], rows)


def _votes(people: int, statements: int) -> list[tuple[int, int, int]]:
    chance = random.Random(11)
    camps = [[chance.choice((1, -1)) for _ in range(statements)] for _ in range(4)]
    return [
        (person, statement, camps[person % 4][statement] * (-1 if chance.random() < 0.1 else 1))
        for person in range(people)
        for statement in range(statements)
        if chance.random() < ANSWERED
    ]


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
