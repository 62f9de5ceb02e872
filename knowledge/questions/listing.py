"""The list of questions, narrowed and ordered by plain GET parameters; anything unknown is as if it were not said."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge.models import SpacePage
from knowledge.questions.models import Question
from knowledge.questions.routing import pending_for

if TYPE_CHECKING:
    from intranet.accounts.models import User

STATES = {
    "": _("All"),
    "open": _("Waiting for an answer"),
    "solved": pgettext_lazy("questions", "Answered"),
    "for-me": _("For me"),
    "mine": _("Mine"),
}
ORDERS = {"active": _("Latest activity"), "newest": _("Newest"), "wanted": _("Most asked")}
_FIELDS = {"active": ("-active_at", "-pk"), "newest": ("-created_at", "-pk"), "wanted": ("-vote_count", "-pk")}


class Asked:
    """What a person asked of the list."""

    def __init__(self, user: "User", data: Any) -> None:
        self.user = user
        self.state = data.get("state", "") if data.get("state", "") in STATES else ""
        self.order = data.get("order", "") if data.get("order", "") in ORDERS else "active"
        self.tag = data.get("tag", "").replace("\x00", "").strip()[:100]
        raw = data.get("space", "")
        number = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 19 else 0
        self.space = SpacePage.objects.visible_to(user).filter(pk=number).first() if number else None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.state or self.tag or self.space)

    def rows(self) -> "QuerySet[Question]":
        rows: Any = Question.objects.visible_to(self.user).current().for_cards()
        if self.state == "open":
            rows = rows.unsolved()
        elif self.state == "solved":
            rows = rows.solved()
        elif self.state == "mine":
            rows = rows.filter(author=self.user)
        elif self.state == "for-me":
            rows = rows.filter(pk__in=pending_for(self.user).values("question"))
        if self.tag:
            rows = rows.filter(tags__name__iexact=self.tag).distinct()
        if self.space:
            rows = rows.filter(space=self.space)
        return rows.order_by(*_FIELDS[self.order])
