from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from ideas.errors import NotOpenToSupport
from ideas.live import announce
from ideas.models.support import Support, SupportEvent
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from ideas.models.idea import Idea
    from intranet.accounts.models import User


class Supportable:
    """Giving and taking back one's support. Each is exact under concurrency and can be asked twice without harm."""

    def support(self: "Idea", *, by: "User") -> bool:
        """Have ``by`` support this idea; return whether that is new. ``NotOpenToSupport`` once it is past support.

        The idea's row is locked first, so a decision made meanwhile is seen; the unique key of ``Support`` decides
        whether the row is new; the count moves with it. Five queries.
        """
        with transaction.atomic():
            self._lock_for_support()
            given = Support.objects.insert_once(idea=self, user=by)
            if given:
                self._count(by, SupportEvent.Change.GIVEN)
                record("idea.supported", by=by, target=self)
        return given

    def withdraw_support(self: "Idea", *, by: "User") -> bool:
        """Take back the support of ``by``; return whether there was one. It can be given again later."""
        with transaction.atomic():
            self._lock_for_support()
            withdrawn = Support.objects.filter(idea=self, user=by).delete()[0] > 0
            if withdrawn:
                self._count(by, SupportEvent.Change.WITHDRAWN)
                record("idea.support_withdrawn", by=by, target=self)
        return withdrawn

    def is_supported_by(self: "Idea", user: "User") -> bool:
        return Support.objects.filter(idea=self, user=user).exists()

    @property
    def total_support(self: "Idea") -> int:
        """Live supports and those that came with an import; the two are shown apart, and order together."""
        return self.support_count + self.imported_support_count

    @property
    def was_ever_supported(self: "Idea") -> bool:
        """Say whether somebody once found this text worth supporting, even if they changed their mind since."""
        return self.total_support > 0 or self.support_events.exists()

    def _lock_for_support(self: "Idea") -> None:
        now = type(self).objects.locked().only("status", "support_count", "is_hidden").get(pk=self.pk)
        self.status, self.support_count, self.is_hidden = now.status, now.support_count, now.is_hidden
        if self.is_hidden or not self.pipeline_status.accepts_support:
            raise NotOpenToSupport(self)

    def _count(self: "Idea", by: "User", change: SupportEvent.Change) -> None:
        SupportEvent.objects.create(idea=self, user=by, change=change)
        type(self).objects.filter(pk=self.pk).update(support_count=Greatest(F("support_count") + change, 0))
        announce(self.pk)
        self.support_count = max(self.support_count + change, 0)
