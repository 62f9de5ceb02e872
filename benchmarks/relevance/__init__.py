"""How well the search finds what is right: both engines on sets of queries with judgements, beside a plain BM25.

Each engine runs in a process of its own (``benchmarks.relevance.run``) on documents that are restricted to made-up
audiences by turns. Relevance is measured for somebody who sees everything; then each query is asked again by somebody
who sees a part, and whatever is not theirs is a leak.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.table import table

CORPUS = Path(os.environ.get("PARVIS_CORPUS", Path(__file__).resolve().parents[3] / "shared" / "corpus"))
HEADS = ("set", "queries", "engine", "nDCG@10", "against BM25", "MRR", "recall@10", "no result", "leaks")


def run(scale: int, folders: Sequence[str] = ()) -> str:
    """Measure on ``folders``, or else on the sets that the corpus gives. ``DATABASE_URL`` (empty) gives PostgreSQL."""
    rows = []
    plain: dict[str, float] = {}
    for engine in ("plain BM25", "Whoosh", "PostgreSQL"):
        database = os.environ.get("DATABASE_URL", "")
        if engine == "PostgreSQL" and not database.startswith("postgres"):
            continue
        for name, figures in measure(engine, folders, database if engine == "PostgreSQL" else ""):
            plain.setdefault(name, figures["ndcg"])
            rows.append(_row(name, engine, figures, plain[name]))
    rows.sort(key=lambda row: row[0])
    return table(HEADS, rows) if rows else "No set found: give --set DIR, or PARVIS_CORPUS."


def measure(engine: str, folders: Sequence[str], database: str) -> list[tuple[str, dict[str, float]]]:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "intranet.config.settings.test"}
    if database:
        environment["DATABASE_URL"] = database
    command = [sys.executable, "-m", "benchmarks.relevance.run", engine, *(folders or [f"corpus:{CORPUS}"])]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the measure of {engine} failed (see above)")
    return [(line["set"], line) for line in map(json.loads, done.stdout.splitlines())]


def _row(name: str, engine: str, figures: dict[str, float], plain: float) -> list[str]:
    against = f"{(figures['ndcg'] / plain - 1) * 100:+.1f} %" if plain and engine != "plain BM25" else ""
    return [
        name,
        f"{figures['queries']:.0f}",
        engine,
        f"{figures['ndcg']:.3f}",
        against,
        f"{figures['mrr']:.3f}",
        f"{figures['recall']:.3f}",
        f"{figures['nothing'] * 100:.1f} %",
        f"{figures['leaks']:.0f}",
    ]
