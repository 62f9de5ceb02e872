from typing import Any

from django.db.models import IntegerField, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ideas import policies
from ideas.campaigning.page import campaign_head
from ideas.filters import LISTED, IdeaFilter
from ideas.models import Elector, Idea, Support
from ideas.orders import why_here, with_what_orders_know
from ideas.templatetags.ideas import may_support, tally_of
from ideas.views.campaigns import seen
from intranet.accounts.models import User
from intranet.contributions.shared import Rows, until_something_happens
from intranet.core.compiled import Compiled
from intranet.core.pagination import number_asked, page_with, rows_for

PAGE = 20


def _supports_and_votes(user_id: int, ideas: Any) -> Any:
    """Return the ideas that somebody supports and the votes that they may take part in, in one query."""
    supports = Support.objects.filter(user=user_id, idea__in=ideas).order_by()
    electors = Elector.objects.filter(user=user_id, rulebook__closed_at=None).order_by()
    kinds = (Value(1, output_field=IntegerField()), Value(0, output_field=IntegerField()))
    given = supports.annotate(kind=kinds[0]).values_list("kind", "idea_id")
    return given.union(electors.annotate(kind=kinds[1]).values_list("kind", "rulebook_id"), all=True)


_supported = Compiled(_supports_and_votes)


@require_GET
def idea_list(request: HttpRequest) -> HttpResponse:
    """Every idea that one may see, narrowed and ordered by plain GET parameters."""
    return _list(request, Idea.objects.all())


@require_GET
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """A campaign: what it is, what is open, and its ideas."""
    found = seen(request, slug)
    return _list(request, Idea.objects.filter(campaign=found), **campaign_head(found, request.user))


def _list(request: HttpRequest, ideas: Any, **context: Any) -> HttpResponse:
    asked = IdeaFilter(request.user, request.GET, context.get("campaign"))
    listing = _rows(request, asked, ideas)
    page = page_with(request, listing.items, size=PAGE)
    supported = _what_one_supports(request.user, page.items)
    whys = why_here(page.items, request.user)
    rows = [(idea, idea.pk in supported, whys.get(idea.pk, "")) for idea in page.items]
    context |= {
        "page": page,
        "rows": rows,
        "rows_key": (listing.stamp, *((mine, why, *_how_it_stands(idea, request.user)) for idea, mine, why in rows)),
        "asked": asked,
        "tags": asked.tags(),
        "statuses": LISTED.items(),
        "can_decide": policies.can_decide(request.user),
    }
    part = "#results" if request.headers.get("HX-Target") == "idea-results" else ""
    return render(request, f"ideas/list.html{part}", context)


def _what_one_supports(user: User, ideas: list[Idea]) -> set[int]:
    """Return the ids of those of ``ideas`` that ``user`` supports; also learns in which open votes they take part."""
    found = _supported(user.pk, tuple(idea.pk for idea in ideas)) if ideas else []
    votes = {pk for is_support, pk in found if not is_support}
    rulebooks = {idea.campaign.rulebook_id for idea in ideas if idea.campaign.rulebook_id}
    policies.know_electorates(user, {pk: pk in votes for pk in rulebooks})
    return {pk for is_support, pk in found if is_support}


def _rows(request: HttpRequest, asked: IdeaFilter, ideas: Any) -> Rows:
    """Return a page of the list and one row more: read once for all who see the same, but for lists that are one person's."""
    number = number_asked(request)

    def read() -> Rows:
        shown = with_what_orders_know(ideas.visible_to(request.user).for_list())
        rows = rows_for(asked.apply(shown), number, size=PAGE)
        departments = {department.pk: department for department in asked.departments}
        for author in (idea.author for idea in rows if idea.author and idea.author.department_id in departments):
            author.department = departments[author.department_id]
        return Rows(rows)

    if asked.shared_key is None:
        return read()
    name = ("ideas.list", asked.campaign.pk if asked.campaign else 0, number, asked.shared_key)
    shared: Rows = until_something_happens(name, request.user, read, asked.latest)
    return shared


def _how_it_stands(idea: Idea, user: User) -> tuple[Any, ...]:
    """What a row shows that may be decided anew for each person."""
    return (tally_of(idea, user), may_support(idea, user))
