"""Pairs of a query and a page that may be right: weak signs, offered to the community manager, never taken by themselves."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Min

from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.search.measuring.models import Asked, Judgement
from intranet.search.measuring.models.counts import FEWEST_PEOPLE
from intranet.search.measuring.sameness import key_of, normalised
from intranet.search.measuring.showing import Key, Page, visible

if TYPE_CHECKING:
    from intranet.accounts.models import User

_MOST = 30
_LOOKED_AT = 200


@dataclass(frozen=True)
class Candidate:
    text: str
    page: Page
    source: Judgement.Source


def candidates(user: "User") -> list[Candidate]:
    """Return what was found before asking a question, and what several people opened and read; a bounded number of queries."""
    signs = [*_found_before_asking(), *_opened_and_read()]
    pages = visible(user, [key for _text, key, _source in signs])
    keys = {key_of(text) for text, _key, _source in signs}
    known = set(Judgement.objects.filter(key__in=keys).values_list("key", "kind", "target_id"))
    found: dict[tuple[str, str, int], Candidate] = {}
    for text, key, source in signs:
        name = (key_of(text), *key)
        if name[0] and name not in known and key in pages:
            found.setdefault(name, Candidate(text, pages[key], source))
    return list(found.values())[:_MOST]


def _found_before_asking() -> list[tuple[str, Key, Judgement.Source]]:
    rows = Activity.objects.filter(verb="question.answered_by_page").order_by("-pk")
    signs = []
    for activity in rows[:_LOOKED_AT]:
        model = ContentType.objects.get_for_id(activity.target_type_id).model_class()
        kind = registry.kind_of(model) if model else None
        if kind is not None:
            text = normalised(str(activity.data.get("text", "")))
            signs.append((text, (kind.name, activity.target_id), Judgement.Source.QUESTION))
    return signs


def _opened_and_read() -> list[tuple[str, Key, Judgement.Source]]:
    rows = Asked.objects.of_known_people().filter(dwelt=True).values("key", "clicked_kind", "clicked_id")
    several = rows.annotate(text=Min("text"), people=Count("person", distinct=True)).filter(people__gte=FEWEST_PEOPLE)
    return [
        (row["text"], (row["clicked_kind"], row["clicked_id"]), Judgement.Source.CLICKS)
        for row in several.order_by("-people", "key", "clicked_kind", "clicked_id")[:_LOOKED_AT]
    ]
