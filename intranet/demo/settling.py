"""What the worker would do for weeks, done at once after the company's past was lived."""

from datetime import time

from django.db.models import F, OuterRef, Subquery

from intranet.accounts.models import User
from intranet.contributions.models import Activity
from intranet.contributions.outbox import dispatch_all
from intranet.demo.clock import Calendar
from intranet.demo.reading import load
from intranet.notifications.models import Notification
from intranet.search.measuring import gathering
from intranet.search.measuring import settling as measuring
from intranet.search.measuring.models import Gap
from intranet.search.measuring.sameness import key_of

# In one round the index takes each text once, as it ended, and not once for each time it changed.
_AT_ONCE = 10_000
# People have read what reached them longer ago than that (working days).
_READ_AFTER = 3


def settle() -> None:
    """Tell everyone what happened (and the search index), as of when it happened; old news has been read."""
    dispatch_all(_AT_ONCE)
    happened = Activity.objects.filter(pk=OuterRef("activity")).values("at")
    Notification.objects.update(created_at=Subquery(happened))
    _learn()
    old = Calendar().moment(_READ_AFTER, time(0))
    Notification.objects.unread().filter(created_at__lt=old).update(read_at=F("created_at"))


def _learn() -> None:
    """What the search makes of what was looked for; and who was asked to write some of it."""
    measuring.settle()
    measuring.count()
    gathering.gather()
    camille = User.objects.get(username="camille")
    for about in load("search")["assigned"]:
        gap = Gap.objects.filter(queries__key=key_of(about["text"])).first()
        if gap is not None:
            gap.assign(User.objects.get(username=about["to"]), subject=about["subject"], by=camille)
