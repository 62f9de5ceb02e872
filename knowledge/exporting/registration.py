"""What the rest of the site knows of taking knowledge along and bringing it in."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.contributions.worker import Periodic
from intranet.notifications.models import Reason
from intranet.notifications.rules import notify
from knowledge import policies
from knowledge.exporting import models
from knowledge.models import ArticlePage, SpacePage
from knowledge.parts import ArticlePart

if TYPE_CHECKING:
    from intranet.accounts.models import User

DAY = 24 * 3600


def register() -> None:
    registry.declare_verb("export.ready", gettext_lazy("has a file to fetch"))
    registry.declare_verb("export.failed", gettext_lazy("does not get a file asked for"))
    registry.provide("space.tabs", of_space)
    registry.provide("article.parts", of_article)
    registry.provide("periodic", lambda: Periodic("exports-forgotten", DAY, models.forget_old))
    notify("export.*", to=who_asked)


def who_asked(activity: Activity) -> dict[int, str]:
    return {activity.target_id: Reason.ASKED}


def of_space(space: SpacePage, user: "User") -> list[dict[str, str]]:
    """Answer ``space.tabs``: the way out for everyone, the way in for who looks after the space."""
    out = {
        "url": reverse("knowledge:exporting:space", args=[space.pk]),
        "label": _("Export or print"),
        "icon": "download",
    }
    if not policies.can_steward(user, space):
        return [out]
    return [
        out,
        {
            "url": reverse("knowledge:exporting:bring", args=[space.pk]),
            "label": _("Import documents"),
            "icon": "upload",
        },
    ]


def of_article(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: its PDF, without a query."""
    if article.live:
        yield "menu", ArticlePart("knowledge/exporting/_menu.html", {}, 80)
