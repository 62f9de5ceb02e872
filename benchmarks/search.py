"""The two engines on 10,000 documents: build rate, update to visible, latency. Whoosh, then PostgreSQL if there is one."""

import itertools
import os
import random
import statistics
import subprocess
import sys
import time

from benchmarks.table import table

DOCUMENTS = 10_000
_SEED = 7


def run(scale: int) -> str:
    """Measure each engine in a process of its own. ``DATABASE_URL`` in the environment gives the PostgreSQL one."""
    rows = [_engine("Whoosh", {**os.environ, "DATABASE_URL": ""})]
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        rows.append(_engine("PostgreSQL", dict(os.environ)))
    heads = (
        "engine",
        "documents/s built",
        "update ms",
        "a word ms",
        "three words ms",
        "phrase ms",
        "keystroke ms",
        "keystroke 95 %",
        "suggestion ms",
    )
    return table(heads, rows)


def _engine(name: str, environment: dict[str, str]) -> list[str]:
    environment = {key: value for key, value in environment.items() if value}
    environment["DJANGO_SETTINGS_MODULE"] = "intranet.config.settings.test"
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.search"], env=environment, capture_output=True, text=True, check=True
    )
    return [name, *run.stdout.split()]


def _measure() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from intranet.search.engines import get_engine
    from intranet.search.query import Query

    call_command("migrate", "search", verbosity=0)
    engine = get_engine()
    documents = list(_documents(DOCUMENTS))
    start = time.perf_counter()
    for _done in engine.rebuild(iter(documents)):
        pass
    engine.switch()
    rate = DOCUMENTS / (time.perf_counter() - start)
    generator = random.Random(_SEED)
    chosen = [generator.choice(documents)[1].body.split() for _number in range(60)]

    def median(ask: "list[float]") -> str:
        return f"{statistics.median(ask):.1f}"

    def timed(asked: "list[Query]", method: str = "search") -> list[float]:
        times = []
        for query in asked:
            start = time.perf_counter()
            getattr(engine, method)(query, limit=20 if method == "complete" else 120)
            times.append((time.perf_counter() - start) * 1000)
        return times

    audience = frozenset({1, 2})
    updates = []
    for key, document in documents[:20]:
        start = time.perf_counter()
        engine.update({key: document})
        engine.search(Query(document.title, audience), limit=5)
        updates.append((time.perf_counter() - start) * 1000)
    one = timed([Query(words[3], audience) for words in chosen])
    three = timed([Query(" ".join(words[3:9:2]), audience) for words in chosen])
    phrase = timed([Query(f'"{words[4]} {words[5]}"', audience) for words in chosen])
    keys = timed(
        [Query(words[3][: 2 + i % 4], audience, prefix=True) for i, words in enumerate(chosen * 4)], "complete"
    )
    start = time.perf_counter()
    for words in chosen[:20]:
        engine.near_words(words[3][:-2] + "zx", limit=5)
    suggestion = (time.perf_counter() - start) * 50
    keys.sort()
    print(
        f"{rate:.0f}",
        median(updates),
        median(one),
        median(three),
        median(phrase),
        median(keys),
        f"{keys[int(len(keys) * 0.95)]:.1f}",
        f"{suggestion:.1f}",
    )


def _documents(number: int):  # type: ignore[no-untyped-def]  # a generator of the engine’s own rows
    """Give documents of about 200 words whose words follow Zipf's law, as people's do."""
    from intranet.contributions.registry import Document

    generator = random.Random(_SEED)
    syllables = [
        "for",
        "ma",
        "tion",
        "se",
        "cu",
        "ri",
        "te",
        "pro",
        "jet",
        "a",
        "te",
        "li",
        "er",
        "con",
        "ge",
        "qua",
        "li",
        "me",
        "su",
        "re",
    ]
    vocabulary = ["".join(generator.choices(syllables, k=generator.randint(2, 5))) for _word in range(20_000)]
    weights = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(vocabulary))))
    for pk in range(1, number + 1):
        words = generator.choices(vocabulary, cum_weights=weights, k=200)
        yield (
            ("article", pk),
            Document(
                title=" ".join(words[:5]),
                body=" ".join(words),
                language=generator.choice(["fr", "en"]),
                audience_id=generator.choice([None, None, 1, 2, 3]),
            ),
        )


if __name__ == "__main__":
    _measure()
