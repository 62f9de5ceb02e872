"""Groups of people who answer alike, found in who agreed with what. Pure: arrays in, arrays out; the same each time.

The way is that of Polis (Small, Bjorkegren, Erkkilä, Shaw, Megill: "Polis: scaling deliberation by mapping high
dimensional opinion spaces", 2021): answers are +1, −1 and 0 (pass); one that is missing counts as the mean of its
statement; two principal components; a person's place is stretched by √(statements ÷ answers given), so that whoever
answered little does not sit in the middle for that alone; k-means on the places, k by the silhouette.

Only the worker imports this module: it brings numpy.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

FEWEST_VOTERS = 60
SMALLEST_GROUP = 5
# Whoever answered fewer says too little to be placed (all of them, where there are fewer).
FEWEST_ANSWERS = 7
MOST_GROUPS = 5
# Under this mean silhouette the clusters are slices of one cloud: Kaufman and Rousseeuw, "Finding groups in data"
# (1990), call 0.26 to 0.50 weak and less no structure; a round cloud, cut in two to five, comes near 0.35.
WEAKEST = 0.36
# With few statements chance alone makes lumps that a silhouette likes: see ``_is_more_than_chance``.
_SHUFFLES = 19
_STARTS = 12
_ROUNDS = 100
_SEED = 20_151_112
# Distances of so many people are held at once.
_CHUNK = 512
# The silhouette of a sample is near enough to that of everyone, and its cost grows with the square.
_SAMPLE = 1_500


@dataclass(frozen=True)
class Votes:
    """Who answered what, once each: parallel lists. ``voters`` and ``statements`` are any ids, ``answers`` −1, 0 or 1."""

    voters: list[int]
    statements: list[int]
    answers: list[int]

    def __len__(self) -> int:
        return len(self.voters)


@dataclass
class Found:
    """The map. ``groups`` has one number (0…k−1, the largest group first) for each of ``voters``; empty: no groups.

    ``center`` and ``axes`` (two rows) are by statement, in the order of ``statements``: with them ``place`` puts anybody
    on the map. ``silhouettes`` is what each k tried was worth.
    """

    voters: list[int]
    statements: list[int]
    center: Floats
    axes: Floats
    places: Floats
    groups: Whole
    silhouette: float = 0.0
    silhouettes: dict[int, float] = field(default_factory=dict)

    @property
    def k(self) -> int:
        return int(self.groups.max()) + 1 if len(self.groups) else 0


def find_groups(votes: Votes) -> Found | None:
    """Return the map of ``votes``, or ``None`` with fewer than ``FEWEST_VOTERS`` voters who can be placed.

    The order of the votes changes nothing: voters and statements are sorted first, and chance is seeded.
    """
    matrix, voters, statements = _matrix(votes)
    enough = min(FEWEST_ANSWERS, max(len(statements), 1))
    placed = np.flatnonzero((~np.isnan(matrix)).sum(axis=1) >= enough)
    if len(placed) < FEWEST_VOTERS or len(statements) < 2:
        return None
    matrix = matrix[placed]
    center, axes = components(matrix)
    places = project(matrix, center, axes)
    groups, silhouettes = _clusters(places)
    if len(groups) and not _is_more_than_chance(matrix):
        groups = np.zeros(0, dtype=np.int64)
    best = max(silhouettes.values(), default=0.0)
    return Found(
        voters=[voters[row] for row in placed],
        statements=statements,
        center=center,
        axes=axes,
        places=places,
        groups=groups,
        silhouette=best,
        silhouettes=silhouettes,
    )


def components(matrix: Floats) -> tuple[Floats, Floats]:
    """Return the mean answer to each statement and the two directions in which people differ most.

    ``matrix`` has a row a person and NaN for what they did not answer. A direction is turned so that its largest
    part is positive: the map does not flip from one day to the next.
    """
    answered = ~np.isnan(matrix)
    given = answered.sum(axis=0)
    center = np.divide(
        np.where(answered, matrix, 0.0).sum(axis=0), given, out=np.zeros(matrix.shape[1]), where=given > 0
    )
    filled = np.where(answered, matrix - center, 0.0)
    # The small square matrix is enough: there are far fewer statements than people.
    _values, vectors = np.linalg.eigh(filled.T @ filled)
    axes = vectors[:, ::-1][:, :2].T.copy()
    for axis in axes:
        if axis[np.argmax(np.round(np.abs(axis), 9))] < 0:
            axis *= -1
    if axes.shape[0] < 2:
        axes = np.vstack([axes, np.zeros((2 - axes.shape[0], axes.shape[1]))])
    return center, axes


def project(matrix: Floats, center: Floats, axes: Floats) -> Floats:
    """Return the place of each person (a row of ``matrix``) on the map."""
    answered = ~np.isnan(matrix)
    deviations = np.where(answered, matrix - center, 0.0)
    given = np.maximum(answered.sum(axis=1), 1)
    stretch = np.sqrt(matrix.shape[1] / given)
    places: Floats = (deviations @ axes.T) * stretch[:, None]
    return places


def k_means(points: Floats, k: int, *, seed: int = _SEED) -> tuple[Whole, float]:
    """Return a cluster for each of ``points`` and the sum of squared distances: Lloyd's, begun as k-means++ does.

    The best of several beginnings. A cluster that ran empty takes the point that is worst off.
    """
    chance = np.random.default_rng(seed + k)
    best: tuple[Whole, float] | None = None
    for _start in range(_STARTS):
        labels, inertia = _lloyd(points, _beginning(points, k, chance))
        if best is None or inertia < best[1] - 1e-9:
            best = labels, inertia
    assert best is not None
    return best


def silhouette(points: Floats, labels: Whole) -> float:
    """Return the mean silhouette, −1 to 1 (Rousseeuw 1987); somebody alone in a cluster counts as 0, as there."""
    kinds, labels = np.unique(labels, return_inverse=True)
    if len(kinds) < 2:
        return 0.0
    members = np.eye(len(kinds))[labels]
    sizes = members.sum(axis=0)
    total = 0.0
    for start in range(0, len(points), _CHUNK):
        rows = slice(start, start + _CHUNK)
        mine = labels[rows]
        sums = np.sqrt(_squared(points[rows], points)) @ members
        own = np.take_along_axis(sums, mine[:, None], axis=1)[:, 0] / np.maximum(sizes[mine] - 1, 1)
        means = sums / sizes
        np.put_along_axis(means, mine[:, None], np.inf, axis=1)
        nearest = means.min(axis=1)
        widest = np.maximum(own, nearest)
        worth = np.divide(nearest - own, widest, out=np.zeros_like(own), where=widest > 0)
        total += float(worth[sizes[mine] > 1].sum())
    return total / len(points)


def _matrix(votes: Votes) -> tuple[Floats, list[int], list[int]]:
    voters, rows = np.unique(np.asarray(votes.voters, dtype=np.int64), return_inverse=True)
    statements, columns = np.unique(np.asarray(votes.statements, dtype=np.int64), return_inverse=True)
    matrix = np.full((len(voters), len(statements)), np.nan)
    matrix[rows, columns] = np.asarray(votes.answers, dtype=np.float64)
    return matrix, voters.tolist(), statements.tolist()


def _clusters(places: Floats) -> tuple[Whole, dict[int, float]]:
    """Return the clusters of the k that the silhouette prefers (none when even that is weak), and what each k is worth.

    A k that makes a group under ``SMALLEST_GROUP`` is not taken: that group could not be shown.
    """
    found: dict[int, Whole] = {}
    worth: dict[int, float] = {}
    sample = _sample(len(places))
    distinct = len(np.unique(np.round(places, 9), axis=0))
    for k in range(2, min(MOST_GROUPS, distinct) + 1):
        labels, _inertia = k_means(places, k)
        if np.bincount(labels, minlength=k).min() < SMALLEST_GROUP:
            continue
        found[k] = labels
        worth[k] = silhouette(places[sample], labels[sample])
    best = max(worth, key=lambda k: (round(worth[k], 6), -k), default=0)
    if not best or worth[best] < WEAKEST:
        return np.zeros(0, dtype=np.int64), worth
    return _largest_first(found[best]), worth


def _is_more_than_chance(matrix: Floats) -> bool:
    """Say whether people answer *together*: whether the first direction holds more than in any of ``_SHUFFLES`` tables
    with the answers of each statement dealt anew among those who gave them (Horn's parallel analysis, 1965; p < 0.05).
    """
    chance = np.random.default_rng(_SEED)
    answered = ~np.isnan(matrix)
    center = np.nansum(matrix, axis=0) / np.maximum(answered.sum(axis=0), 1)
    filled = np.where(answered, matrix - center, 0.0)
    real = _strongest(filled)
    for _shuffle in range(_SHUFFLES):
        dealt = filled.copy()
        for column in range(dealt.shape[1]):
            rows = answered[:, column]
            dealt[rows, column] = chance.permutation(dealt[rows, column])
        if _strongest(dealt) >= real:
            return False
    return True


def _strongest(filled: Floats) -> float:
    return float(np.linalg.eigvalsh(filled.T @ filled)[-1])


def _sample(size: int) -> Whole:
    if size <= _SAMPLE:
        return np.arange(size)
    return np.sort(np.random.default_rng(_SEED).choice(size, _SAMPLE, replace=False))


def _largest_first(labels: Whole) -> Whole:
    sizes = np.bincount(labels)
    order = np.lexsort((np.arange(len(sizes)), -sizes))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    ranked: Whole = rank[labels]
    return ranked


def _squared(some: Floats, others: Floats) -> Floats:
    """Return the squared distance of each of ``some`` to each of ``others``; the points have two dimensions."""
    difference = some[:, None, :] - others[None, :, :]
    distances: Floats = np.einsum("ijk,ijk->ij", difference, difference)
    return distances


def _beginning(points: Floats, k: int, chance: np.random.Generator) -> Floats:
    centers = [points[chance.integers(len(points))]]
    nearest = _squared(points, centers[0][None, :])[:, 0]
    while len(centers) < k:
        total = nearest.sum()
        weights = nearest / total if total > 0 else np.full(len(points), 1 / len(points))
        centers.append(points[chance.choice(len(points), p=weights)])
        nearest = np.minimum(nearest, _squared(points, centers[-1][None, :])[:, 0])
    return np.array(centers)


def _lloyd(points: Floats, centers: Floats) -> tuple[Whole, float]:
    labels = np.full(len(points), -1)
    for _round in range(_ROUNDS):
        distances = _squared(points, centers)
        now = distances.argmin(axis=1)
        sizes = np.bincount(now, minlength=len(centers))
        for empty in np.flatnonzero(sizes == 0):
            worst = int(distances[np.arange(len(points)), now].argmax())
            now[worst], distances[worst] = empty, 0.0
        if np.array_equal(now, labels):
            break
        labels = now
        members = np.eye(len(centers))[labels]
        centers = (members.T @ points) / np.maximum(members.sum(axis=0), 1)[:, None]
    difference = points - centers[labels]
    return labels, float((difference * difference).sum())
