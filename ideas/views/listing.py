from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ideas import policies
from ideas.filters import ORDERS, IdeaFilter
from ideas.models import Campaign, Idea, Status
from intranet.core.pagination import page_of

PAGE = 20


@require_GET
def idea_list(request: HttpRequest) -> HttpResponse:
    """Every idea that one may see, narrowed and ordered by plain GET parameters."""
    return _list(request, Idea.objects.all())


@require_GET
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """The ideas of one campaign."""
    found = get_object_or_404(Campaign, slug=slug)
    return _list(request, Idea.objects.filter(campaign=found), campaign=found)


def _list(request: HttpRequest, ideas: Any, **context: Any) -> HttpResponse:
    asked = IdeaFilter(request.user, request.GET)
    rows = asked.apply(ideas.visible_to(request.user).for_cards(request.user))
    context |= {
        "page": page_of(request, rows, size=PAGE),
        "asked": asked,
        "tags": asked.tags(),
        "orders": ORDERS,
        "statuses": Status.choices,
        "can_decide": policies.can_decide(request.user),
    }
    part = "#results" if request.headers.get("HX-Target") == "idea-results" else ""
    return render(request, f"ideas/list.html{part}", context)
