"""BM25 over Whoosh's postings, a term at a time.

Whoosh walks its postings a document at a time through a tree of Python objects, some seven microseconds a posting; here the
blocks of a term are read as arrays and added up in dictionaries, ten times faster. It reads what is inside Whoosh 2.7.4,
which is pinned and no longer changes.
"""

import heapq
from array import array
from collections.abc import Iterable
from typing import Any

from whoosh.reading import IndexReader, TermNotFound
from whoosh.searching import Searcher

from intranet.search.query import Term

FIELD = "everything"
SYNONYM_SHARE = 0.7
Scores = dict[int, float]


class Scorer:
    """Scores the documents of one state of the index; made anew when the index changes, keeping what is still true."""

    def __init__(self, searcher: Searcher, before: "Scorer | None" = None) -> None:
        self.searcher = searcher
        known = before.lengths if before else {}
        average = searcher.avg_field_length(FIELD) or 1.0
        self.leaves: list[tuple[IndexReader, int, frozenset[int], list[float]]] = []
        self.lengths: dict[str, array[int]] = {}
        for leaf, offset in searcher.reader().leaf_readers():
            if leaf.segment() is None:  # an index without a document
                continue
            name = leaf.segment().segment_id()
            lengths = self.lengths[name] = known.get(name) or _lengths(leaf)
            norms = [0.3 + 0.9 * length / average for length in lengths]
            self.leaves.append((leaf, offset, frozenset(leaf._perdoc.deleted_docs()), norms))

    def best(
        self, terms: Iterable[Term], *, every: bool, allowed: set[int] | None, limit: int
    ) -> list[tuple[float, int]]:
        """Return (score, document number) of the best documents with all of ``terms``, or with some."""
        wanted = tuple(terms)
        found: list[tuple[float, int]] = []
        for leaf, offset, deleted, norms in self.leaves:
            total = self._total(leaf, norms, wanted, every=every)
            found += [
                (score, -(number + offset))
                for number, score in total.items()
                if number not in deleted and (allowed is None or number + offset in allowed)
            ]
        return [(score, -number) for score, number in heapq.nlargest(limit, found)]

    def _total(self, leaf: IndexReader, norms: list[float], terms: tuple[Term, ...], *, every: bool) -> Scores:
        total: Scores = {}
        for place, term in enumerate(terms):
            scores = self._of_term(leaf, norms, term)
            if not place:
                total = scores
            elif every:
                total = {number: total[number] + score for number, score in scores.items() if number in total}
            else:
                for number, score in scores.items():
                    total[number] = total.get(number, 0.0) + score
        return total

    def _of_term(self, leaf: IndexReader, norms: list[float], term: Term) -> Scores:
        """Return the best of its stems and of the expressions that may stand for it."""
        scores = self._of_stems(leaf, norms, term.stems, 1.0)
        for expression in term.also:
            share = SYNONYM_SHARE / len(expression)
            whole, *others = (self._of_stems(leaf, norms, stems, share) for stems in expression)
            for other in others:
                whole = {number: score + other[number] for number, score in whole.items() if number in other}
            _keep_best(scores, whole)
        return scores

    def _of_stems(self, leaf: IndexReader, norms: list[float], stems: tuple[str, ...], share: float) -> Scores:
        scores: Scores = {}
        for stem in stems:
            factor = self.searcher.idf(FIELD, stem) * 2.2 * share
            found = {number: factor * w / (w + norms[number]) for number, w in _postings(leaf, stem)}
            if scores:
                _keep_best(scores, found)
            else:
                scores = found
        return scores


def _keep_best(scores: Scores, others: Scores) -> None:
    for number, score in others.items():
        if score > scores.get(number, 0.0):
            scores[number] = score


def _lengths(leaf: IndexReader) -> "array[int]":
    return array("L", (leaf.doc_field_length(number, FIELD, 1) or 1 for number in range(leaf.doc_count_all())))


def _postings(leaf: IndexReader, stem: str) -> Iterable[tuple[int, float]]:
    """Return (document number in the segment, term frequency), deleted documents included."""
    field = leaf.schema[FIELD]
    try:
        matcher: Any = leaf._terms.matcher(FIELD, field.to_bytes(stem), field.format)
    except (TermNotFound, KeyError):
        return ()
    numbers: list[int] = []
    weights: list[float] = []
    while matcher.is_active():
        if hasattr(matcher, "_read_ids"):
            matcher._read_ids()
            matcher._read_weights()
            numbers += matcher._ids
            weights += matcher._weights
            matcher._next_block()
        else:
            numbers.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
    return zip(numbers, weights, strict=True)
