from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Greatest

from ideas import policies
from ideas.errors import ActNotOpen, NotOpenToSupport
from ideas.live import announce
from ideas.models.rulebook import Elector
from ideas.models.support import Support, SupportEvent
from ideas.why_not import stopped, why_not_support
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from ideas.models.idea import Idea
    from intranet.accounts.models import User


class Supportable:
    """Giving and taking back one's support. Each is exact under concurrency and can be asked twice without harm."""

    def support(self: "Idea", *, by: "User") -> bool:
        """Have ``by`` support this idea; return whether that is new. ``NotOpenToSupport`` once it is past support.

        The idea's row is locked first, so a decision made meanwhile is seen; the unique key of ``Support`` decides
        whether the row is new, and its insertion asks again whether the vote was closed while the lock was waited
        for; the count moves with it. Five queries.
        """
        self.campaign.open_voting_if_due()
        with transaction.atomic():
            self._lock_for_support(by)
            given = Support.objects.insert_once(idea=self, user=by)
            if given:
                self._count(by, SupportEvent.Change.GIVEN)
                record("idea.supported", by=by, target=self)
            elif not self.is_supported_by(by):  # the vote was stopped while the lock was waited for
                raise ActNotOpen(stopped())
        return given

    def withdraw_support(self: "Idea", *, by: "User") -> bool:
        """Take back the support of ``by``; return whether there was one. It can be given again later."""
        self.campaign.open_voting_if_due()
        with transaction.atomic():
            self._lock_for_support(by)
            withdrawn = Support.objects.while_open(self).filter(idea=self, user=by).delete()[0] > 0
            if withdrawn:
                self._count(by, SupportEvent.Change.WITHDRAWN)
                record("idea.support_withdrawn", by=by, target=self)
            elif self.is_supported_by(by):
                raise ActNotOpen(stopped())
        return withdrawn

    def is_supported_by(self: "Idea", user: "User") -> bool:
        return Support.objects.filter(idea=self, user=user).exists()

    @property
    def total_support(self: "Idea") -> int:
        """Live supports and those that came with an import; the two are shown apart, and order together."""
        return self.support_count + self.imported_support_count

    @property
    def was_ever_supported(self: "Idea") -> bool:
        """Say whether somebody once found this text worth supporting, even if they changed their mind since.

        While the tally is hidden, each idea is taken for supported: what follows would tell its author.
        """
        return self.campaign.hides_tally() or self.total_support > 0 or self.support_events.exists()

    def _lock_for_support(self: "Idea", by: "User") -> None:
        """Lock the idea and refuse what is not open to ``by`` now, as the database has it."""
        elector = Elector.objects.filter(rulebook=OuterRef("campaign__rulebook"), user=by.pk)
        rows = type(self).objects.locked().select_related("campaign").annotate(is_elector=Exists(elector))
        now: Any = rows.only("status", "support_count", "is_hidden", "campaign").get(pk=self.pk)
        self.status, self.support_count, self.is_hidden = now.status, now.support_count, now.is_hidden
        self.campaign = now.campaign
        # The vote was opened before the lock if it was to be; another machine's clock, ahead of ours, has closed it.
        self.campaign.closed_by_another_clock = self.campaign.awaits_opening()
        if self.is_hidden or not self.pipeline_status.accepts_support:
            raise NotOpenToSupport(self)
        if now.campaign.rulebook_id:
            policies.know_electorates(by, {now.campaign.rulebook_id: now.is_elector})
        if not policies.can_support(by, self):
            raise ActNotOpen(why_not_support(by, now.campaign))

    def _count(self: "Idea", by: "User", change: SupportEvent.Change) -> None:
        SupportEvent.objects.create(idea=self, user=by, change=change)
        type(self).objects.filter(pk=self.pk).update(support_count=Greatest(F("support_count") + change, 0))
        if not self.campaign.hides_tally():  # a hint a vote would let whoever listens count
            announce(self.pk)
        self.support_count = max(self.support_count + change, 0)
