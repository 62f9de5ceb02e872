"""One engine on some sets: prints a line of JSON a set. Run by ``benchmarks.relevance``, each engine in its own process."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.relevance.measures import DEPTH, ndcg, recall, reciprocal_rank

_AUDIENCES = (None, 1, 2, 3)
_ASKER = frozenset({1, 2})


def main(engine: str, places: list[str]) -> None:
    import django

    django.setup()
    for chosen in _sets(places):
        search, leaks = _plain(chosen) if engine == "plain BM25" else _indexed(chosen)
        print(json.dumps(_figures(chosen, search, leaks)), flush=True)


def _sets(places: list[str]) -> Iterator[Any]:
    from benchmarks.relevance import sets

    for place in places:
        if place.startswith("corpus:"):
            yield from sets.known_sets(Path(place.removeprefix("corpus:")))
        else:
            yield sets.folder(Path(place))


def _figures(chosen: Any, search: Callable[[str], list[str]], leaks: int) -> dict[str, object]:
    asked = [(text, chosen.judgements[name]) for name, text in chosen.queries.items() if chosen.judgements.get(name)]
    answers = [(search(text), grades) for text, grades in asked]
    if os.environ.get("PARVIS_BENCH_FAILURES"):
        for (text, _grades), (found, grades) in zip(asked, answers, strict=True):
            if ndcg(found, grades) < 0.7:
                print(f"{ndcg(found, grades):.2f} {text} → {found[:3]} not {list(grades)[:3]}", file=sys.stderr)

    def mean(values: list[float]) -> float:
        return sum(values) / max(1, len(values))

    return {
        "set": chosen.name,
        "queries": len(asked),
        "ndcg": mean([ndcg(found, grades) for found, grades in answers]),
        "mrr": mean([reciprocal_rank(found, grades) for found, grades in answers]),
        "recall": mean([recall(found, grades) for found, grades in answers]),
        "nothing": mean([not found for found, _grades in answers]),
        "leaks": leaks,
    }


def _plain(chosen: Any) -> tuple[Callable[[str], list[str]], int]:
    from benchmarks.relevance.baseline import PlainBM25

    texts = [(name, " \n".join([d.title, " ".join(d.tags), d.summary, d.body])) for name, d in chosen.documents.items()]
    engine = PlainBM25(texts)
    return (lambda text: engine.search(text, DEPTH)), 0


def _indexed(chosen: Any) -> tuple[Callable[[str], list[str]], int]:
    """Index the set in this site's engine; return how to ask it, and how many results came that were not the asker's."""
    from intranet.search.engines import get_engine
    from intranet.search.query import Query

    engine = get_engine()
    refuse_a_used_database()
    names = list(chosen.documents)
    pairs = [
        (("article", number), replace(chosen.documents[name], audience_id=audience))
        for (number, name), audience in zip(enumerate(names), cycle(_AUDIENCES), strict=False)
    ]
    for _done in engine.rebuild(iter(pairs)):
        pass
    engine.switch()
    audience_of = {key: document.audience_id for key, document in pairs}
    leaks = 0
    for text in chosen.queries.values():
        asked = Query(text, _ASKER)
        for found in (
            engine.search(asked, limit=200),
            engine.similar(text, asked, limit=50),
            engine.complete(replace(asked, prefix=True), limit=50),
        ):
            leaks += sum(audience_of[candidate.key] not in (None, *_ASKER) for candidate in found)

    def search(text: str) -> list[str]:
        return [names[candidate.pk] for candidate in engine.search(Query(text, None), limit=DEPTH)]

    return search, leaks


def refuse_a_used_database() -> None:
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    if "django_migrations" in connection.introspection.table_names():
        raise SystemExit("DATABASE_URL is the database of a site: give an empty one, its search tables are replaced")
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
