"""Run every order on the same campaigns and show how fair each is."""

import statistics
from collections.abc import Callable, Sequence

from benchmarks.fairness import orders
from benchmarks.fairness.measures import gini, kendall, spearman, top_share
from benchmarks.fairness.world import Order, Seen, World
from benchmarks.table import table

SEEDS = range(1, 21)
HEADS = (
    "order",
    "Kendall's τ",
    "Spearman's ρ",
    "Gini of views",
    "of the ten worthiest in the first ten",
    "seen by under 30",
)

Score = Callable[[Sequence[Seen]], dict[int, float]]

COMPARED: dict[str, tuple[Callable[[int], Order], Score]] = {
    "most supported first": (lambda seed: orders.most_supported, orders.by_support),
    "hot, as Reddit": (lambda seed: orders.reddit, orders.by_support),
    "hot, as Fider": (lambda seed: orders.fider, orders.by_support),
    "newest first": (lambda seed: orders.newest, orders.by_support),
    "random": (orders.Shuffled, orders.by_support),
    "random, then support per viewer": (orders.Shuffled, orders.by_expected),
    "**ours**": (orders.Ours, orders.by_expected),
}


def measured(name: str, seeds: Sequence[int] = SEEDS) -> list[tuple[float, ...]]:
    """Return, for each seed, the figures of the order ``name``, as in ``HEADS``."""
    make, score = COMPARED[name]
    found = []
    for seed in seeds:
        world = World(seed)
        ideas = world.run(make(seed))
        scores = score(ideas)
        views = [seen.viewers for seen in ideas]
        found.append(
            (
                kendall(world.worth, scores),
                spearman(world.worth, scores),
                gini(views),
                top_share(world.worth, scores),
                float(sum(count < 30 for count in views)),
            )
        )
    return found


def run(_scale: int) -> str:
    return table(HEADS, [[name, *map(_spread, zip(*measured(name), strict=True))] for name in COMPARED])


def _spread(values: Sequence[float]) -> str:
    mean, deviation = statistics.mean(values), statistics.stdev(values)
    return f"{mean:.0f} ± {deviation:.0f}" if mean > 2 else f"{mean:.2f} ± {deviation:.2f}"
