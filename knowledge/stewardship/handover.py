"""What somebody who left looked after, and who could take each of it on, with the evidence."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.accounts.models import User
from intranet.contributions.models import Activity
from intranet.contributions.models.activity import record
from intranet.contributions.registry import registry
from knowledge.models import ArticlePage, SpacePage
from knowledge.stewardship.actions import WORK
from knowledge.stewardship.models import Stewardship

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 200
SUGGESTED = 3


@dataclass(frozen=True)
class Successor:
    person: User
    why: str


@dataclass
class Item:
    """One thing that needs somebody: ``part`` says what the person was to it; ``article`` when it can be given here."""

    part: str
    label: str
    url: str
    article: ArticlePage | None = None
    successors: list[Successor] = field(default_factory=list)


def items_of(person: User, *, shown_to: User) -> list[Item]:
    """Return what ``person`` owned, reviewed, was a steward of and was the only one to answer, that ``shown_to`` may see.

    A bounded number of queries whatever the number of articles; at most ``SHOWN`` of them. What other parts know
    comes from the service ``handover.items``: ``fn(person, shown_to) -> list[Item]``.
    """
    rows = Stewardship.objects.filter(Q(owner=person) | Q(reviewer=person)).for_user(shown_to)
    rows = rows.select_related("article", "reviewer").order_by("article__title_folded")[:SHOWN]
    found = list(rows)
    successors = _successors(found, person)
    items = []
    for row in found:
        part = _("Owner") if row.owner_id == person.pk else _("Reviewer")
        article = row.article
        items.append(Item(part, article.title, article.get_absolute_url(), article, successors[article.pk]))
    spaces = SpacePage.objects.visible_to(shown_to).filter(stewards=person).order_by("path")[:SHOWN]
    items += [Item(_("Steward"), space.title, reverse("knowledge:edit_space", args=[space.pk])) for space in spaces]
    for more in registry.ask("handover.items", person, shown_to):
        items.extend(more)
    return items


@dataclass(frozen=True)
class Heir:
    """Somebody who could take on many of them: ``articles`` are the ids of those that they are suggested for."""

    person: User
    articles: list[int]


def most_suggested(items: "Iterable[Item]") -> list[Heir]:
    """Return who is suggested for most of ``items``, when it is for more than one: the way to give many at once."""
    found: dict[User, list[int]] = defaultdict(list)
    for item in items:
        for successor in item.successors if item.article else ():
            found[successor.person].append(item.article.pk)  # type: ignore[union-attr]  # asked one line above
    heirs = [Heir(person, articles) for person, articles in found.items() if len(articles) > 1]
    return sorted(heirs, key=lambda heir: (-len(heir.articles), heir.person.pk))[:SUGGESTED]


@transaction.atomic
def give(articles: "Iterable[ArticlePage]", *, of: User, to: User, by: User) -> int:
    """Give ``to`` the part that ``of`` had in each of ``articles``; return how many. ``to`` is told once.

    ``ValidationError``, and none is given, when ``to`` may not see one of them.
    """
    rows = [row for row in map(Stewardship.objects.of, articles) if of.pk in (row.owner_id, row.reviewer_id)]
    for row in rows:
        owner = to if row.owner_id == of.pk else row.owner
        reviewer = to if row.reviewer_id == of.pk else row.reviewer
        row.entrust(by=by, owner=owner, department=row.owner_department, reviewer=reviewer, among=len(rows) > 1)
    if len(rows) > 1:
        record("articles.entrusted", by=by, target=to, count=len(rows), page=f"{reverse('stewardship:mine')}?show=all")
    return len(rows)


def _successors(rows: "list[Stewardship]", leaving: User) -> dict[int, list[Successor]]:
    """Suggest who could take over each article, best evidence first.

    Its reviewer, who worked on it, who writes most in its space, the stewards of that space; when there is nobody of
    these, colleagues of the department.
    """
    articles = {row.article_id: row.article for row in rows}
    worked = _work_on(articles)
    spaces = _writers_of({article.parent_path for article in articles.values()})
    stewards = _stewards_of({article.parent_path for article in articles.values()})
    wanted = {pk for counts in worked.values() for pk in counts} | {pk for counts in spaces.values() for pk in counts}
    wanted |= {pk for named in stewards.values() for pk in named}
    people = User.objects.active().exclude(pk=leaving.pk).select_related("department")
    known = people.in_bulk([*wanted, *(row.reviewer_id for row in rows if row.reviewer_id)])
    suggested: dict[int, list[Successor]] = {}
    for row in rows:
        article = articles[row.article_id]
        reasons: dict[int, str] = {}
        if row.reviewer_id:
            reasons[row.reviewer_id] = _("reviews it")
        for pk, number in _most(worked[article.pk]):
            reasons.setdefault(
                pk, ngettext("worked on it %(n)d time", "worked on it %(n)d times", number) % {"n": number}
            )
        for pk, number in _most(spaces[article.parent_path]):
            reasons.setdefault(
                pk,
                ngettext("wrote %(n)d article in this space", "wrote %(n)d articles in this space", number)
                % {"n": number},
            )
        for pk in stewards[article.parent_path]:
            reasons.setdefault(pk, _("looks after the space"))
        able = [(known[pk], why) for pk, why in reasons.items() if pk in known]
        suggested[article.pk] = [
            Successor(person, why) for person, why in able if person.belongs_to(article.audience_id)
        ][:SUGGESTED]
    if not all(suggested.values()) and leaving.department_id:
        near = [
            Successor(person, _("works in the same department"))
            for person in people.filter(department=leaving.department_id).order_by("display_name")[: SUGGESTED * 4]
        ]
        for pk, found in suggested.items():
            found += [other for other in near if not found and other.person.belongs_to(articles[pk].audience_id)][
                :SUGGESTED
            ]
    return suggested


def _stewards_of(paths: set[str]) -> dict[str, list[int]]:
    """Return who stewards each of the spaces at ``paths``, or one around it, the nearest first; one query."""
    step = SpacePage.steplen
    around = {path: [path[:end] for end in range(len(path), 0, -step)] for path in paths}
    named: dict[str, list[int]] = defaultdict(list)
    rows = SpacePage.objects.filter(
        path__in={above for each in around.values() for above in each}, stewards__is_active=True
    )
    for path, pk in rows.order_by("stewards").values_list("path", "stewards"):
        named[path].append(pk)
    return {path: [pk for above in each for pk in named[above]] for path, each in around.items()}


def _work_on(articles: "Iterable[int]") -> dict[int, dict[int, int]]:
    kind = ContentType.objects.get_for_model(ArticlePage)
    work = Activity.objects.filter(verb__in=WORK, target_type=kind, target_id__in=list(articles), actor__is_active=True)
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    for article, actor, number in work.values_list("target_id", "actor_id").annotate(number=Count("pk")):
        counts[article][actor] = number
    return counts


def _writers_of(spaces: set[str]) -> dict[str, dict[int, int]]:
    wanted = Q(pk__in=[])
    for path in spaces:
        wanted |= Q(path__startswith=path, depth=len(path) // ArticlePage.steplen + 1)
    counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    written = ArticlePage.objects.filter(wanted, live=True, author__is_active=True)
    for path, author in written.values_list("path", "author_id"):
        counts[path[: -ArticlePage.steplen]][author] += 1
    return counts


def _most(counts: dict[int, int]) -> list[Any]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:SUGGESTED]
