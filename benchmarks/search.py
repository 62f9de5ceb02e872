"""The two engines on 20,000 documents of 200 words: build, update to visible, latency with highlights, keystrokes.

Whoosh, then PostgreSQL if ``DATABASE_URL`` gives an empty database. Each in a process of its own. Times are those of one
thread, from the query as typed to the passages marked, without the page around them.
"""

import itertools
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.table import table

DOCUMENTS = int(os.environ.get("PARVIS_BENCH_DOCUMENTS", "20000"))
_SEED = 7
_SHOWN = 10
_SYLLABLES = [
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
HEADS = (
    "engine",
    "documents",
    "build s",
    "update to visible ms",
    "a word ms",
    "three words ms",
    "any of five ms",
    "phrase ms",
    "95 % of all ms",
    "keystroke ms",
    "keystroke 95 %",
    "suggestion ms",
    "alike ms",
)


def run(scale: int) -> str:
    """Measure each engine in a process of its own."""
    rows = [_engine("Whoosh", {**os.environ, "DATABASE_URL": ""})]
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        rows.append(_engine("PostgreSQL", dict(os.environ)))
    return table(HEADS, rows)


def _engine(name: str, environment: dict[str, str]) -> list[str]:
    environment = {key: value for key, value in environment.items() if value}
    environment["DJANGO_SETTINGS_MODULE"] = "intranet.config.settings.test"
    command = [sys.executable, "-m", "benchmarks.search"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the measure of {name} failed (see above)")
    return [name, *done.stdout.split()]


def _measure() -> None:
    import django

    django.setup()
    from benchmarks.relevance.run import refuse_a_used_database
    from intranet.search.engines import get_engine
    from intranet.search.query import Query

    refuse_a_used_database()
    engine = get_engine()
    start = time.perf_counter()
    for _done in engine.rebuild(_documents(DOCUMENTS)):
        pass
    engine.switch()
    build = time.perf_counter() - start
    print(f"built in {build:.0f} s", file=sys.stderr, flush=True)
    samples = list(_documents(200))
    chosen = [document.body.split() for _key, document in samples[::2]]
    audience = frozenset({1, 2})

    def asked(texts: list[str], **rest: Any) -> list[Query]:
        return [Query(text, audience, **rest) for text in texts]

    updates = _timed(
        samples[:15], lambda pair: (engine.update(dict([pair])), _show(engine, Query(pair[1].title, audience)))
    )
    ways = [
        asked([words[3] for words in chosen]),
        asked([" ".join(words[3:9:2]) for words in chosen]),
        asked([" ".join(words[3:13:2]) for words in chosen]),
        asked([f'"{words[4]} {words[5]}"' for words in chosen]),
    ]
    for queries in ways:
        _show(engine, queries[0])
    times = [_timed(queries, lambda query: _show(engine, query)) for queries in ways]
    typed = asked([text for words in chosen for text in _typed(words)], prefix=True)
    keys = _timed(typed, lambda query: engine.complete(query, limit=20))
    suggestions = _timed(chosen[:20], lambda words: engine.near_words(f"{words[3][:-2]}zx", limit=5))
    alike = _timed(
        chosen[:20], lambda words: engine.similar(" ".join(words), Query(" ".join(words), audience), limit=10)
    )
    figures = [
        DOCUMENTS,
        build,
        _median(updates),
        *map(_median, times),
        _most([value for values in times for value in values]),
        _median(keys),
        _most(keys),
        _median(suggestions),
        _median(alike),
    ]
    print(*(f"{figure:.1f}" if isinstance(figure, float) else figure for figure in figures))


def _show(engine: Any, query: Any) -> list[str]:
    """Search as a page does: the pool, then the passages of those that are shown."""
    from intranet.search.highlight import marked_title, passage

    found = engine.search(query, limit=120)[:_SHOWN]
    return [marked_title(hit.title, query.terms) + passage(hit.body, query.terms) for hit in found]


def _typed(words: list[str]) -> Iterator[str]:
    """Give what the server is asked while somebody types the first two words of a title, letter by letter."""
    text = " ".join(words[:2])
    return (text[:length] for length in range(1, len(text) + 1))


def _timed(items: list[Any], work: Callable[[Any], object]) -> list[float]:
    times = []
    for item in items:
        start = time.perf_counter()
        work(item)
        times.append((time.perf_counter() - start) * 1000)
    return times


def _median(times: list[float]) -> float:
    return statistics.median(times)


def _most(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _documents(number: int) -> Iterator[tuple[tuple[str, int], Any]]:
    """Give documents of 200 words whose words follow Zipf's law, as people's do."""
    from intranet.contributions.registry import Document

    generator = random.Random(_SEED)
    vocabulary = ["".join(generator.choices(_SYLLABLES, k=generator.randint(2, 5))) for _word in range(20_000)]
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
