from typing import TYPE_CHECKING

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.contributions.waiting import Waiting
from intranet.moderation.models import Report
from intranet.moderation.policies import may_moderate

if TYPE_CHECKING:
    from intranet.accounts.models import User


def for_moderators(user: "User") -> list[Waiting]:
    """One line for whoever decides: how many reports are open, since when. One query."""
    if not may_moderate(user):
        return []
    open_now = Report.objects.open().aggregate(count=Count("id"), since=Min("at"))
    if not open_now["count"]:
        return []
    detail = ngettext("%(count)s open report", "%(count)s open reports", open_now["count"]) % open_now
    return [
        Waiting(
            title=_("Look at what was reported"),
            detail=detail,
            url=reverse("moderation:queue"),
            icon="flag",
            at=open_now["since"],
        )
    ]
