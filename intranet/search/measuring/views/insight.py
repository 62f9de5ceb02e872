from datetime import timedelta
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from intranet.search.measuring.models import Day, TopQuery
from intranet.search.measuring.tabs import tabs
from intranet.search.policies import may_tune

_WEEKS = 12
_TOP = 20
_COUNTED = ("searches", "clicked", "abandoned", "reformulated", "zero")


@require_GET
def insight(request: HttpRequest) -> HttpResponse:
    """How the search does, week by week: two small queries over what the worker counted."""
    if not may_tune(request.user):
        raise PermissionDenied
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    first = monday - timedelta(weeks=_WEEKS - 1)
    top = list(TopQuery.objects.filter(week__gte=monday - timedelta(weeks=1))[: 2 * 50])
    context = {
        "tabs": tabs(request.user, "insight"),
        "weeks": _weeks(list(Day.objects.filter(day__gte=first))),
        "top": [(week, list(rows)[:_TOP]) for week, rows in groupby(top, key=lambda row: row.week)],
    }
    return render(request, "search/measuring/insight.html", context)


def _weeks(days: list[Day]) -> list[dict[str, Any]]:
    """Return the sums and shares (in percent) of each week, the latest first."""
    weeks = []
    for monday, rows in groupby(days, key=lambda row: row.day - timedelta(days=row.day.weekday())):
        several = list(rows)
        sums = {name: sum(getattr(day, name) for day in several) for name in _COUNTED}
        if sums["searches"]:
            shares = {name: round(100 * sums[name] / sums["searches"]) for name in _COUNTED[1:]}
            weeks.append({"monday": monday, "searches": sums["searches"], **shares})
    return weeks[::-1]
