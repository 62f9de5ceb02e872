"""What the frame of every page needs; nothing is computed before a template asks for it."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from intranet.ui.places import HOME, PLACES, Entry, Place, menu_entries
from intranet.ui.theme import THEME_COOKIE, THEMES, Theme, current

_count_unread: Callable[[Any], int] | None = None


def set_bell(count: Callable[[Any], int]) -> None:
    """Say how to count what a person has not read; called once by the notifications room. One query at most."""
    global _count_unread
    _count_unread = count


class Frame:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    site_name = settings.WAGTAIL_SITE_NAME
    home = HOME
    languages = settings.LANGUAGES

    @cached_property
    def places(self) -> list[tuple[Place, bool]]:
        return [(place, place.holds(self.request.path)) for place in PLACES]

    @cached_property
    def phone_places(self) -> list[tuple[Place, bool]]:
        return [pair for pair in self.places if pair[0].on_phone]

    @cached_property
    def further_places(self) -> list[tuple[Place, bool]]:
        return [pair for pair in self.places if not pair[0].on_phone]

    @cached_property
    def is_further(self) -> bool:
        """Whether the page is in a place that the phone's bar keeps under “More”."""
        return any(current for _place, current in self.further_places)

    @cached_property
    def is_home(self) -> bool:
        return HOME.holds(self.request.path)

    @cached_property
    def menu(self) -> list[Entry]:
        return menu_entries(self.request)

    @cached_property
    def seen_by(self) -> tuple[Any, ...]:
        """Everything that the bars of the frame show: who reads, where they are, what they may open (see ``ui.frozen``)."""
        user = getattr(self.request, "user", None)  # a request for a wrong host is refused before anybody is known
        if user is None or not user.is_authenticated:
            return (0, self.request.path)
        here = next((place.path for place, holds in self.places if holds), "")
        exact = self.request.path if self.request.path in {here, "/"} else ""
        admin = user.has_perm("wagtailadmin.access_admin"), user.has_perm("ui.see_design_system")
        may = (*(entry.url_name for entry in self.menu), *admin)
        return (
            user.pk,
            user.username,
            user.display_name,
            user.photo.name,
            str(user.department or ""),
            here,
            exact,
            may,
        )

    @cached_property
    def unread(self) -> int:
        user = getattr(self.request, "user", None)
        return _count_unread(user) if _count_unread and user is not None and user.is_authenticated else 0

    @cached_property
    def theme_choice(self) -> str:
        choice = self.request.COOKIES.get(THEME_COOKIE, "system")
        return choice if choice in THEMES else "system"

    @cached_property
    def theme(self) -> Theme:
        return current()


def page(request: HttpRequest) -> dict[str, Any]:
    return {"frame": Frame(request)}
