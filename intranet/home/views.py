from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from intranet.accounts.models import User
from intranet.contributions.registry import Kind, registry
from intranet.contributions.shared import new_stamp, until_something_happens
from intranet.contributions.waiting import Waiting

_MOST_WAITING = 8


@dataclass(frozen=True)
class Shown:
    """Something on the home page with the kind it is of, whose card shows it."""

    kind: Kind
    object: Any


@dataclass(frozen=True)
class SharedLists:
    """The lists that everybody of a readership sees alike. ``stamp`` is theirs alone: they are rendered once under it."""

    highlights: list[Any]
    news: list[Shown]
    top_ideas: list[Any]
    stamp: int = field(default_factory=new_stamp)

    @classmethod
    def for_readership_of(cls, user: User) -> "SharedLists":
        news = _first("home.new", user, 8)
        return cls(
            highlights=_first("home.highlights", user, 4),
            news=[Shown(kind, item) for item in news if (kind := registry.kind_of(item))],
            top_ideas=_first("home.top_ideas", user, 5),
        )


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What needs the person, what the community manager highlights, what is new for them, what people support."""
    user = request.user
    shared: SharedLists = until_something_happens("home", user, lambda: SharedLists.for_readership_of(user))
    context = {
        "waiting": waiting_for(user),
        "shared": shared,
        "now": timezone.localtime(),
        "first_step": None if shared.news else next(filter(None, registry.ask("home.first_step", user)), None),
        "propose_url": reverse("ideas:submit"),
    }
    return render(request, "home/index.html", context)


def waiting_for(user: User) -> list[Waiting]:
    """Return what waits for ``user``, longest first; each feature offers its own lines."""
    lines = [line for answer in registry.ask("home.waiting", user) for line in answer]
    return sorted(lines, key=lambda line: line.at)[:_MOST_WAITING]


def _first(service: str, user: User, limit: int) -> list[Any]:
    return [item for answer in registry.ask(service, user, limit) for item in answer][:limit]
