"""Supports a second over sixteen connections on PostgreSQL, and equal shares on 100 projects with 5,000 ballots.

``DATABASE_URL`` gives an empty database for the first. Two processes of eight threads support as fast as they can: each
person supports ideas of one campaign with a frozen electorate, so that every rule is asked, and the counts are compared
with the rows at the end.
"""

import os
import random
import subprocess
import sys
import threading
import time

from benchmarks.table import table

PROCESSES, THREADS = 2, 8
PEOPLE, IDEAS = 2000, 60
SECONDS = 15
PROJECTS, BALLOTS = 100, 5000


def run(_scale: int) -> str:
    parts = [f"The machine was waited for by {os.getloadavg()[0]:.0f} others on {os.cpu_count()} cores.", _shares()]
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        done = _child("prepare")
        workers = [_start(str(number)) for number in range(PROCESSES)]
        counts = [worker.communicate()[0] for worker in workers]
        if any(worker.returncode for worker in workers):
            raise SystemExit("the measure failed (see above)")
        given = sum(int(text.split()[0]) for text in counts)
        cpu = sum(float(text.split()[1]) for text in counts) / max(given, 1) * 1000
        parts.append(
            f"{done}{given / SECONDS:.0f} supports a second over {PROCESSES * THREADS} connections for {SECONDS} s, "
            f"{cpu:.1f} ms of processor each (without that of PostgreSQL). " + _child(f"check {given}")
        )
    else:
        parts.append("Give an empty PostgreSQL database as DATABASE_URL to measure supports.")
    return "\n\n".join(parts)


def _shares() -> str:
    """Time the whole count with Add1 on elections that look like those of cities: some projects much wanted, most less."""
    from ideas.counting.completion import equal_shares
    from ideas.counting.election import Kind

    rows = []
    for kind in (Kind.APPROVAL, Kind.CUMULATIVE):
        for seed in (1, 2, 3):
            election = _election(seed, kind)
            start, before = time.perf_counter(), time.process_time()
            shares = equal_shares(election, "seed")
            took, cpu = time.perf_counter() - start, time.process_time() - before
            raises = int(shares.outcome.endowment) - election.total // BALLOTS
            rows.append([f"{kind} {seed}", str(len(shares.winners)), str(raises), f"{cpu:.2f}", f"{took:.2f}"])
    heads = ("election", "winners", "raises of Add1", "s of processor", "s")
    return f"{PROJECTS} projects, {BALLOTS:,} ballots\n\n" + table(heads, rows)


def _election(seed: int, kind: str) -> object:
    from ideas.counting.election import Ballot, Election, Kind, Project

    chance, total = random.Random(seed), 1_000_000
    projects = [Project(str(n), int(chance.lognormvariate(0, 0.9) * total / 25) + 1) for n in range(PROJECTS)]
    wanted = [chance.paretovariate(1.2) for _ in projects]
    ballots = []
    for number in range(BALLOTS):
        chosen = sorted(set(chance.choices(range(PROJECTS), wanted, k=chance.randint(1, 12))))
        points = {str(n): 1 if kind == Kind.APPROVAL else chance.randint(1, 10) for n in chosen}
        ballots.append(Ballot(str(number), points))
    return Election(total, projects, ballots, Kind(kind))


def _start(what: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "intranet.config.settings.test"}
    command = [sys.executable, "-m", "benchmarks.voting", *what.split()]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def _child(what: str) -> str:
    child = _start(what)
    text = child.communicate()[0]
    if child.returncode:
        raise SystemExit("the measure failed (see above)")
    return text.strip()


def _prepare() -> None:
    from django.core.management import call_command
    from django.db import connection

    from intranet.accounts.models import User
    from tests.factories.campaigns import make_campaign
    from tests.factories.ideas import make_idea

    if connection.introspection.table_names():
        raise SystemExit("the database is not empty")
    call_command("migrate", verbosity=0)
    User.objects.bulk_create([User(username=f"p{n}", email=f"p{n}@example.org") for n in range(PEOPLE)])
    campaign, author = make_campaign(), User.objects.get(username="p0")
    campaign.open_voting(by=None)
    for number in range(IDEAS):
        make_idea(author, title=f"Idea {number}", campaign=campaign)


def _support(process: int) -> None:
    """Support until the time is up; print how many were new."""
    from django.db import connection

    from ideas.models import Idea
    from intranet.accounts.models import User

    people = list(User.objects.order_by("pk"))
    given = [0] * THREADS
    ready = threading.Barrier(THREADS)

    def work(thread: int) -> None:
        mine = people[process * THREADS + thread :: PROCESSES * THREADS]
        ideas = list(Idea.objects.select_related("campaign"))
        pairs = [(person, idea) for idea in ideas for person in mine]
        random.Random(thread).shuffle(pairs)
        connection.ensure_connection()
        ready.wait()
        end = time.perf_counter() + SECONDS
        for person, idea in pairs:
            if time.perf_counter() > end:
                break
            given[thread] += idea.support(by=person)
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    before = time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sum(given), time.process_time() - before)


def _check(given: int) -> None:
    from django.db import connection
    from django.db.models import Sum
    from django.test.utils import CaptureQueriesContext

    from ideas.models import Idea, Support, SupportEvent
    from intranet.accounts.models import User

    counts = (
        Support.objects.count(),
        SupportEvent.objects.count(),
        Idea.objects.aggregate(n=Sum("support_count"))["n"],
    )
    if set(counts) != {given}:
        raise SystemExit(f"lost or doubled: {given} given, {counts} kept")
    person = User.objects.order_by("pk")[0]
    idea = Idea.objects.select_related("campaign").exclude(supports__user=person)[0]
    idea.support(by=person)
    idea.withdraw_support(by=person)
    with CaptureQueriesContext(connection) as asked:
        idea.support(by=person)
    # Without the hint to open pages, which goes out after the commit (through Redis where there are several machines).
    queries = [
        q["sql"] for q in asked if q["sql"].startswith(("SELECT", "INSERT", "UPDATE")) and "live_relay" not in q["sql"]
    ]
    print(f"None lost, none doubled of {given:,}; {len(queries)} queries a support.")


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "prepare":
        _prepare()
    elif sys.argv[1] == "check":
        _check(int(sys.argv[2]))
    else:
        _support(int(sys.argv[1]))
