"""The review page as its address says: ``?status=&order=``."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ideas import policies
from ideas.filters import LISTED
from ideas.models import Idea

if TYPE_CHECKING:
    from intranet.accounts.models import User

UNANSWERED, OVERDUE = "unanswered", "overdue"
STATUSES = [
    (UNANSWERED, _("Waiting for an answer")),
    (OVERDUE, _("Overdue")),
    ("all", _("Every status")),
    *LISTED.items(),
]
ORDERS = {
    "supported": _("Most supported"),
    "oldest": _("Waiting longest"),
    "due": _("Due first"),
    "discussed": _("Most discussed"),
}


@dataclass(frozen=True)
class Review:
    """What somebody who decides asks to see. Values that mean nothing are as if they were not there."""

    user: "User"
    query: QueryDict
    statuses = STATUSES
    orders = ORDERS

    @property
    def status(self) -> str:
        status = self.query.get("status", "")
        return status if status in dict(STATUSES) else UNANSWERED

    @property
    def order(self) -> str:
        order = self.query.get("order", "")
        return order if order in ORDERS else "supported"

    def rows(self) -> "QuerySet[Idea]":
        ideas = (
            Idea.objects.visible_to(self.user)
            .for_cards()
            .select_related("official_answer__by", "official_answer__reason", "answer_owner")
        )
        if self.status == UNANSWERED:
            ideas = ideas.undecided()
        elif self.status == OVERDUE:
            ideas = ideas.overdue()
        elif self.status == "all":
            ideas = ideas.standing()
        else:
            ideas = ideas.filter(status=self.status)
        if self.order == "oldest":
            return ideas.order_by("created_at", "pk")
        if self.order == "due":
            return ideas.order_by(F("answer_due_at").asc(nulls_last=True), "pk")
        if self.order == "discussed":
            return ideas.order_by("-discussion__post_count", "-pk")
        return policies.with_seen_tally(self.user, ideas).order_by("-seen_support", "-pk")
