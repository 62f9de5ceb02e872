from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from intranet.accounts.models import User
from intranet.contributions.registry import registry
from intranet.contributions.waiting import Waiting

_MOST_WAITING = 8


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What needs the person, what the community manager highlights, what is new for them, what people support."""
    user = request.user
    context = {
        "waiting": waiting_for(user),
        "highlights": _first("home.highlights", user, 4),
        "news": _first("home.new", user, 8),
        "top_ideas": _first("home.top_ideas", user, 5),
        "now": timezone.localtime(),
    }
    return render(request, "home/index.html", context)


def waiting_for(user: User) -> list[Waiting]:
    """Return what waits for ``user``, longest first; each feature offers its own lines."""
    lines = [line for answer in registry.ask("home.waiting", user) for line in answer]
    return sorted(lines, key=lambda line: line.at)[:_MOST_WAITING]


def _first(service: str, user: User, limit: int) -> list[object]:
    return [item for answer in registry.ask(service, user, limit) for item in answer][:limit]
