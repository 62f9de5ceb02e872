from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ideas import policies
from ideas.filters import ORDERS, IdeaFilter
from ideas.models import Campaign, Idea, Status, Support
from ideas.templatetags.ideas import may_support, tally_of
from intranet.accounts.models import User
from intranet.contributions.shared import Rows, until_something_happens
from intranet.core.compiled import Compiled
from intranet.core.pagination import number_asked, page_with, rows_for

PAGE = 20

_supported = Compiled(
    lambda user_id, ideas: Support.objects.filter(user=user_id, idea__in=ideas).order_by().values_list("idea_id")
)


@require_GET
def idea_list(request: HttpRequest) -> HttpResponse:
    """Every idea that one may see, narrowed and ordered by plain GET parameters."""
    return _list(request, Idea.objects.all())


@require_GET
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """The ideas of one campaign."""
    found = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    return _list(request, Idea.objects.filter(campaign=found), campaign=found)


def _list(request: HttpRequest, ideas: Any, **context: Any) -> HttpResponse:
    asked = IdeaFilter(request.user, request.GET)
    listing = _rows(request, asked, ideas, context.get("campaign"))
    page = page_with(request, listing.items, size=PAGE)
    ids = tuple(idea.pk for idea in page.items)
    supported = {pk for (pk,) in _supported(request.user.pk, ids)} if ids else set()
    rows = [(idea, idea.pk in supported) for idea in page.items]
    context |= {
        "page": page,
        "rows": rows,
        "rows_key": (listing.stamp, *((mine, *_how_it_stands(idea, request.user)) for idea, mine in rows)),
        "asked": asked,
        "tags": asked.tags(),
        "orders": ORDERS,
        "statuses": Status.choices,
        "can_decide": policies.can_decide(request.user),
    }
    part = "#results" if request.headers.get("HX-Target") == "idea-results" else ""
    return render(request, f"ideas/list.html{part}", context)


def _rows(request: HttpRequest, asked: IdeaFilter, ideas: Any, campaign: Campaign | None) -> Rows:
    """Return a page of the list and one row more: read once for all who see the same, but for lists that are one person's."""
    number = number_asked(request)

    def read() -> Rows:
        return Rows(rows_for(asked.apply(ideas.visible_to(request.user).for_cards()), number, size=PAGE))

    if asked.shared_key is None:
        return read()
    name = ("ideas.list", campaign.pk if campaign else 0, number, asked.shared_key)
    shared: Rows = until_something_happens(name, request.user, read)
    return shared


def _how_it_stands(idea: Idea, user: User) -> tuple[Any, ...]:
    """What a row shows that may be decided anew for each person."""
    return (tally_of(idea, user), may_support(idea, user))
