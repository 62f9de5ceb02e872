"""From what somebody types to a ``Query``: what they may see, the settings in force, the names they use, and gentle notes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.accounts.models import User
from intranet.contributions.registry import registry
from intranet.search import tuned
from intranet.search.query import Query
from intranet.search.settings import Settings
from intranet.search.syntax import LONGEST_QUERY, Asked, parse
from intranet.search.text import title_key

_MOST_NAMESAKES = 20
_NAMED = 4
_NOBODY = frozenset({0})


def query_for(
    user: User,
    text: str,
    *,
    settings: Settings | None = None,
    space_id: int | None = None,
    author_id: int | None = None,
    **filters: Any,
) -> Query:
    """Return ``text`` as a query within what ``user`` may see; its ``notes`` say what was understood otherwise.

    ``settings``: synonyms, bets and boosts other than those in force, to try a change.
    """
    asked = parse(text)
    notes: list[str] = []
    spaces = _spaces(user, asked.spaces, notes)
    authors = _authors(asked.authors, notes)
    if space_id is not None:
        spaces = spaces & {space_id} or _NOBODY if spaces else frozenset({space_id})
    if author_id is not None:
        authors = authors & {author_id} or _NOBODY if authors else frozenset({author_id})
    query = Query(
        text,
        None if user.sees_everything else user.audience_ids,
        space_ids=spaces,
        author_ids=authors,
        settings=tuned.in_force() if settings is None else settings,
        **filters,
    )
    notes += _about_words(text, asked, query)
    return replace(query, notes=tuple(notes))


def _about_words(text: str, asked: Asked, query: Query) -> list[str]:
    """Say what was done with words that cannot be looked for as they are."""
    notes = []
    if asked.was_shortened:
        notes.append(
            ngettext(
                "This was very long: only its first %(count)s character was looked for.",
                "This was very long: only its first %(count)s characters were looked for.",
                LONGEST_QUERY,
            )
            % {"count": LONGEST_QUERY}
        )
    if query.only_common_words:
        notes.append(_("These words are in nearly every text, so only titles were looked at. A rarer word finds more."))
    elif not query.terms and asked.excluded and not query.is_narrowed:
        notes.append(_("This only says what to leave out. Add a word to look for."))
    elif not query and text.strip() and not notes:
        notes.append(
            _("There is no word to look for here. Signs like * and ? are not needed: endings are found anyway.")
        )
    return notes


def _authors(names: Sequence[str], notes: list[str]) -> frozenset[int]:
    """Return the people that ``names`` may be; who is unknown is left out, and said."""
    found: set[int] = set()
    for name in names:
        people = _called(name.lstrip("@"))
        if not people:
            notes.append(_("Nobody is called “%(name)s”, so everybody’s texts were searched.") % {"name": name})
        elif len(people) > 1:
            shown = ", ".join(str(person) for person in people[:_NAMED])
            text = _("Several people may be “%(name)s” (%(people)s): the texts of all of them were searched.")
            notes.append(text % {"name": name, "people": shown + ("…" if len(people) > _NAMED else "")})
        found.update(person.pk for person in people)
    return frozenset(found)


def _called(name: str) -> list[User]:
    exact = list(User.objects.filter(Q(username__iexact=name) | Q(display_name__iexact=name))[:_MOST_NAMESAKES])
    if exact:
        return exact
    wanted = title_key(name).split()
    if not wanted:
        return []
    # No database folds accents in the same way, so the names of the company are compared here.
    everyone = User.objects.order_by("-is_active", "display_name", "pk").values_list("pk", "display_name", "username")
    alike = [pk for pk, *names in everyone.iterator() if _all_begin(wanted, title_key(" ".join(names)).split())]
    kept = User.objects.in_bulk(alike[:_MOST_NAMESAKES])
    return [kept[pk] for pk in alike[:_MOST_NAMESAKES]]


def _all_begin(wanted: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(beginning) for word in words) for beginning in wanted)


def _spaces(user: User, names: Sequence[str], notes: list[str]) -> frozenset[int]:
    """Return the spaces that ``names`` may be and those within them, among those that ``user`` sees."""
    if not names:
        return frozenset()
    tree = [space for answer in registry.ask("search.spaces", user) for space in answer]
    found: set[int] = set()
    for name in names:
        chosen = _named(title_key(name), tree)
        if not chosen:
            notes.append(_("No space is called “%(name)s”, so every space was searched.") % {"name": name})
        elif len(chosen) > 1:
            shown = ", ".join(tree[at][1].strip() for at in chosen[:_NAMED])
            text = _("Several spaces may be “%(name)s” (%(spaces)s): all of them were searched.")
            notes.append(text % {"name": name, "spaces": shown + ("…" if len(chosen) > _NAMED else "")})
        for at in chosen:
            found.update(_with_those_below(at, tree))
    return frozenset(found)


def _named(key: str, tree: list[tuple[int, str]]) -> list[int]:
    """Return the places in ``tree`` of the spaces called ``key``, or else beginning so, or else with these words."""
    keys = [title_key(label) for _pk, label in tree]
    for matches in (key.__eq__, lambda other: other.startswith(key), lambda other: f" {key}" in other):
        chosen = [at for at, other in enumerate(keys) if key and matches(other)]
        if chosen:
            return chosen
    return []


def _with_those_below(at: int, tree: list[tuple[int, str]]) -> list[int]:
    """Return the space at ``at`` and those within it: ``tree`` is in order, each label indented by its depth."""
    below = [tree[at][0]]
    for pk, label in tree[at + 1 :]:
        if _indent(label) <= _indent(tree[at][1]):
            break
        below.append(pk)
    return below


def _indent(label: str) -> int:
    return len(label) - len(label.lstrip())
