"""The five places of the site, and what the menu under a person's name offers."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    url_name: str
    path: str
    label: str | Promise
    icon: str
    on_phone: bool = True

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    def holds(self, path: str) -> bool:
        return path == self.path if self.path == "/" else path.startswith(self.path)


HOME = Place("home:home", "/", _("Home"), "house")
PLACES = (
    Place("knowledge:index", "/knowledge/", _("Knowledge"), "book-open"),
    Place("ideas:list", "/ideas/", _("Ideas"), "lightbulb"),
    Place("discussions:index", "/discussions/", _("Discussions"), "messages-square"),
    Place("charter:page", "/charter/", _("Charter"), "scroll-text", on_phone=False),
    Place("people:list", "/people/", _("People"), "users-round", on_phone=False),
)


@dataclass(frozen=True)
class Entry:
    """A line of my menu. ``permission``: shown to whoever has it; empty: to everyone."""

    url_name: str
    label: str | Promise
    icon: str
    permission: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_entries: list[Entry] = []


def add_menu_entry(url_name: str, label: str | Promise, icon: str, permission: str = "") -> None:
    """Put a line in my menu; called from a room's ``AppConfig.ready()``. Said twice, it stands once."""
    entry = Entry(url_name, label, icon, permission)
    if entry not in _entries:
        _entries.append(entry)


def menu_entries(request: HttpRequest) -> list[Entry]:
    user = request.user
    return [entry for entry in _entries if not entry.permission or user.has_perm(entry.permission)]
