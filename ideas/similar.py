"""Ideas that say about the same, for the person who is writing one."""

from functools import reduce
from operator import add, or_
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When

from ideas.models import Idea
from ideas.models.status import ELSEWHERE
from ideas.words import stems
from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from intranet.accounts.models import User

Words = list[frozenset[str]]

# Each word looked for is one more comparison a row: the title's come first, a long text adds nothing after these.
_MOST_WORDS = 14
_CANDIDATES = 40
_CLOSE_ENOUGH = 0.3
_TITLES_ALIKE = 0.4
_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def similar_ideas(
    user: "User", *, title: str, body: str = "", besides: int | None = None, limit: int = 5
) -> list[Idea]:
    """Return the visible ideas nearest to ``title`` and ``body`` (plain text), best first; [] when nothing is near.

    The database (always fresh) and the search index (a wider net) propose; one score disposes, so that what is shown
    is near and not merely nearest. Words are compared as either language stems them, since nobody said yet in which
    one the person writes. Bounded: at most ``_CANDIDATES`` rows of each are scored. On PostgreSQL titles are compared
    by trigrams too, which forgives typing.
    """
    asked = stems(title, *_LANGUAGES)[:_MOST_WORDS]
    more = [word for word in stems(body, *_LANGUAGES) if word not in asked][: _MOST_WORDS - len(asked)]
    if not asked and not more:
        return []
    ideas = Idea.objects.visible_to(user).standing().exclude(pk=besides or 0)
    candidates = {idea.pk: idea for idea in _nearest(ideas, asked, more, title)[:_CANDIDATES]}
    for found in registry.ask("search.similar", user, f"{title}\n{body}", kinds=("idea",), exclude={besides or 0}):
        also = (idea for idea in found if idea.status not in ELSEWHERE)
        candidates |= {idea.pk: idea for idea in also if idea.pk not in candidates}
    scored = [(_score(idea, asked, more), idea) for idea in candidates.values()]
    near = sorted((pair for pair in scored if pair[0] >= _CLOSE_ENOUGH), key=lambda pair: (-pair[0], -pair[1].pk))
    return [idea for _points, idea in near[:limit]]


def _nearest(ideas: "QuerySet[Idea]", asked: Words, more: Words, title: str) -> "QuerySet[Idea]":
    """Order ``ideas`` by how many of the words they have, a word of the title counting twice."""
    points = [_points(word, 2.0) for word in asked] + [_points(word, 1.0) for word in more]
    rows = ideas.annotate(shared=reduce(add, points), alike=_alike(title))
    near = rows.filter(Q(shared__gt=0) | Q(alike__gt=_TITLES_ALIKE))
    best_first = near.order_by((F("shared") + F("alike") * 6.0).desc(), "-pk")
    return best_first.select_related("author", "campaign").defer("problem", "proposal", "benefit")


def _points(word: frozenset[str], worth: float) -> Case:
    found = reduce(or_, (Q(words__contains=f" {stem} ") for stem in word))
    return Case(When(found, then=Value(worth)), default=Value(0.0), output_field=FloatField())


def _alike(title: str) -> object:
    """Return the trigram likeness of titles, 0 to 1 (PostgreSQL); elsewhere 0."""
    if connection.vendor != "postgresql":
        return Value(0.0, output_field=FloatField())
    from django.contrib.postgres.search import TrigramSimilarity

    return TrigramSimilarity("title", title)


def _score(idea: Idea, asked: Words, more: Words) -> float:
    """Return 0 to 1: mostly the share of the asked title's words that the idea has, in its title above all.

    One word in common is chance, unless the title has no other.
    """
    alike = float(getattr(idea, "alike", 0.0))
    theirs = set(idea.words.split())
    in_title = set().union(*stems(idea.title, *_LANGUAGES))
    met = [word for word in [*asked, *more] if word & theirs]
    if len(met) < min(2, len(asked) + len(more)):
        return alike if alike > _TITLES_ALIKE else 0.0
    of_title = sum(1.0 if word & in_title else 0.6 for word in asked if word in met) / max(len(asked), 1)
    of_body = sum(1.0 for word in more if word in met) / max(len(more), 1)
    return max(alike if alike > _TITLES_ALIKE else 0.0, 0.7 * of_title + 0.3 * of_body if asked else of_body)
