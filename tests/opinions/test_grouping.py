"""The arithmetic of the map: deterministic, honest about noise, the same as its plain definitions."""

import math
import random
import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.opinions import agreeing
from ideas.opinions.agreeing import Cell, Standing
from ideas.opinions.grouping import Votes, components, find_groups, k_means, project, silhouette


def camps(people, statements, k, *, noise=0.15, missing=0.3, seed=1):
    chance = random.Random(seed)
    sides = [[chance.choice((1, -1)) for _ in range(statements)] for _ in range(k)]
    return [
        (person, statement, sides[person % k][statement] * (-1 if chance.random() < noise else 1))
        for person in range(people)
        for statement in range(statements)
        if chance.random() >= missing
    ]


def votes(rows):
    return Votes([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows])


def test_camps_are_found_whatever_the_order_of_the_votes():
    rows = camps(150, 30, 3)
    found = find_groups(votes(rows))
    assert found.k == 3
    for camp in range(3):
        theirs = [group for voter, group in zip(found.voters, found.groups.tolist(), strict=True) if voter % 3 == camp]
        assert theirs.count(max(theirs, key=theirs.count)) >= 0.9 * len(theirs)
    shuffled = list(rows)
    random.Random(5).shuffle(shuffled)
    again = find_groups(votes(shuffled))
    assert again.groups.tolist() == found.groups.tolist()
    assert np.allclose(again.places, found.places)


def test_where_everybody_answers_by_chance_there_are_no_groups():
    chance = random.Random(3)
    for people, statements in ((60, 10), (120, 20), (400, 30)):
        rows = [(p, s, chance.choice((-1, 0, 1))) for p in range(people) for s in range(statements)]
        assert find_groups(votes(rows)).k == 0


def test_nothing_under_sixty_voters_who_can_be_placed():
    assert find_groups(votes(camps(59, 20, 2, missing=0))) is None
    assert find_groups(votes(camps(60, 20, 2, missing=0))) is not None
    little = [row for row in camps(80, 20, 2, missing=0) if row[0] >= 30 or row[1] < 3]
    assert find_groups(votes(little)) is None


def test_no_group_is_smaller_than_five():
    rows = camps(80, 20, 2, missing=0, noise=0.02)
    lonely = [(1000 + n, s, v * (1 if s % 2 else -1)) for n in range(3) for _p, s, v in rows[:20]]
    found = find_groups(votes([*rows, *lonely]))
    assert min(np.bincount(found.groups)) >= 5


def test_twenty_thousand_votes_take_less_than_five_seconds():
    rows = camps(800, 40, 4, missing=0.35)
    rows = rows[:20_000]
    started = time.process_time()
    find_groups(votes(rows))
    assert time.process_time() - started < 5


def test_the_silhouette_is_that_of_its_definition():
    chance = np.random.default_rng(4)
    points = chance.normal(size=(40, 2))
    labels = chance.integers(0, 3, size=40)
    worth = []
    for i, point in enumerate(points):
        near = {
            k: [math.dist(point, other) for j, other in enumerate(points) if labels[j] == k and j != i]
            for k in range(3)
        }
        own = near.pop(labels[i])
        if not own:
            worth.append(0.0)
            continue
        a, b = sum(own) / len(own), min(sum(d) / len(d) for d in near.values() if d)
        worth.append((b - a) / max(a, b))
    assert math.isclose(silhouette(points, labels), sum(worth) / len(worth), rel_tol=1e-9)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=6, max_size=40), st.integers(2, 5))
def test_each_point_is_in_the_cluster_with_the_nearest_middle(points, k):
    places = np.array(points)
    labels, inertia = k_means(places, k)
    assert labels.min() >= 0
    assert labels.max() < k
    middles = {c: places[labels == c].mean(axis=0) for c in set(labels.tolist())}
    total = sum(((p - middles[c]) ** 2).sum() for p, c in zip(places, labels.tolist(), strict=True))
    assert math.isclose(total, inertia, rel_tol=1e-6, abs_tol=1e-6)
    assert (labels == k_means(places, k)[0]).all()


def test_the_directions_are_those_of_most_variance_and_missing_answers_count_as_the_mean():
    chance = np.random.default_rng(2)
    matrix = chance.choice([-1.0, 0.0, 1.0], size=(90, 12))
    center, axes = components(matrix)
    _u, _s, expected = np.linalg.svd(matrix - matrix.mean(axis=0))
    assert np.allclose(np.abs((axes * expected[:2]).sum(axis=1)), 1)
    one = np.full((1, 12), np.nan)
    one[0, :4] = matrix[0, :4]
    place = project(one, center, axes)
    assert np.allclose(place[0], math.sqrt(12 / 4) * ((matrix[0, :4] - center[:4]) @ axes[:, :4].T))


def cell(agrees, disagrees, passes=0):
    return Cell(agrees, disagrees, passes)


def test_uniting_needs_every_group_however_small():
    liked_by_most = Standing(1, groups=[cell(100, 0), cell(1, 7)])
    liked_by_all = Standing(2, groups=[cell(70, 30), cell(6, 2)])
    rejected_by_all = Standing(3, groups=[cell(5, 95), cell(0, 9)])
    found = agreeing.uniting([liked_by_most, liked_by_all, rejected_by_all], limit=5)
    assert [(s.statement, agree) for s, agree in found] == [(3, False), (2, True)]
    assert agreeing.dividing([liked_by_most, liked_by_all], limit=5) == [liked_by_most]


def test_a_cell_under_five_compares_nothing():
    standing = Standing(1, groups=[cell(100, 0), cell(0, 4)])
    assert agreeing.uniting([standing], limit=5) == []
    assert agreeing.dividing([standing], limit=5) == []
    assert agreeing.typical([standing], 0, limit=5) == []


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 50))
def test_a_vote_is_needed_less_the_more_there_are(agrees, disagrees, passes):
    before = agreeing.need_of_a_vote(agrees, disagrees, passes)
    assert 0 < before <= agreeing.need_of_a_vote(0, 0, 0)
    assert agreeing.need_of_a_vote(agrees + 1, disagrees + 1, passes) <= before * 1.01 + 1e-9 or agrees != disagrees
    assert agreeing.need_of_a_vote(10, 10, 0) > agreeing.need_of_a_vote(20, 0, 0)
