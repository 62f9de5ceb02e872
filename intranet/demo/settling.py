"""What the worker would do for weeks, done at once after the company's past was lived."""

from datetime import time

from django.db.models import F, OuterRef, Subquery

from intranet.contributions.models import Activity
from intranet.contributions.outbox import dispatch_all
from intranet.demo.clock import Calendar
from intranet.notifications.models import Notification

# In one round the index takes each text once, as it ended, and not once for each time it changed.
_AT_ONCE = 10_000
# People have read what reached them longer ago than that (working days).
_READ_AFTER = 3


def settle() -> None:
    """Tell everyone what happened (and the search index), as of when it happened; old news has been read."""
    dispatch_all(_AT_ONCE)
    happened = Activity.objects.filter(pk=OuterRef("activity")).values("at")
    Notification.objects.update(created_at=Subquery(happened))
    old = Calendar().moment(_READ_AFTER, time(0))
    Notification.objects.unread().filter(created_at__lt=old).update(read_at=F("created_at"))
