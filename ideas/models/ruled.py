import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from ideas.errors import ShortlistTooShort, WordRequired
from ideas.models.acts import Act, Method
from ideas.models.rulebook import Elector, Rulebook, digest_of, electorate_digest
from ideas.models.schedule import last_close
from ideas.models.status import ELSEWHERE, Status
from intranet.accounts.models import Department, User
from intranet.contributions.models.activity import record
from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ideas.models.campaign import Campaign

_BATCH = 2000
# With fewer there is nothing to compare.
_FEWEST_IN_DUELS = 2


class Ruled:
    """Opening and closing the vote of a campaign: at its opening the rules and the electorate are frozen and hashed."""

    rulebook: Any
    voting_halted_at: Any
    tally_hidden_until: Any
    # Another machine's clock closed the vote at its hour, which ours has not reached: known since we wanted to open it.
    closed_by_another_clock = False

    def open_voting(self: "Campaign", *, by: "User | None", at: datetime | None = None) -> Rulebook | None:
        """Freeze the rules under the next number and let the electorate vote; ``by`` is ``None`` for the clock.

        Asked twice, also by two processes at once, it gives the rulebook in force: the campaign's row is the lock.
        Duels on a shortlist that lacks ideas are not opened: a person is refused (``ShortlistTooShort``), the clock
        leaves the vote stopped (``None``), so that a person opens it once the shortlist stands. Nor does a clock that is
        behind open again what another one closed at its hour (``None``).
        """
        with transaction.atomic():
            now = self._lock()
            if now.rulebook is not None:
                self._take(now)
                return now.rulebook
            if by is None and now._was_closed_at_its_hour():
                self.closed_by_another_clock = True
                self._take(now)
                return None
            electors = sorted(now.electorate().values_list("pk", flat=True))
            number = now.rulebooks.count() + 1
            rules = now._rules_to_freeze(number, electors)
            if rules.get("shortlist") and len(rules["ideas"]) < _FEWEST_IN_DUELS:
                if by is not None:
                    raise ShortlistTooShort
                now.voting_halted_at = at or timezone.now()
                now.save(update_fields=["voting_halted_at"])
                self._take(now)
                return None
            rulebook = Rulebook.objects.create(
                campaign=self,
                number=number,
                rules=rules,
                digest=digest_of(rules),
                opened_by=by,
                opened_at=at or timezone.now(),
            )
            rows = [Elector(rulebook=rulebook, user_id=pk) for pk in electors]
            Elector.objects.bulk_create(rows, batch_size=_BATCH)
            now.rulebook, now.voting_halted_at = rulebook, None
            now.tally_hidden_until = now.hidden_until(rules)
            now.save(update_fields=["rulebook", "voting_halted_at", "tally_hidden_until"])
            self._take(now)
            record("campaign.voting_opened", by=by, target=self, rulebook=rulebook.pk, number=number)
        return rulebook

    def open_voting_if_due(self: "Campaign") -> None:
        """Open the vote if its hour has come and the clock has not opened it yet: who comes to vote waits for no clock.

        Locks the campaign, so it is called before anything locks one of its ideas.
        """
        if self.awaits_opening():
            self.open_voting(by=None)

    def close_voting(self: "Campaign", *, by: "User | None", why: str = "", at: datetime | None = None) -> None:
        """Close the vote: at its time (``by`` is ``None``), or before it by a person, who says publicly why.

        After commit no vote is being written any more: those under way are waited for (their ideas are locked), and
        those that come later are refused. Closed by a person, it stays closed until ``open_voting``; what was hidden
        stays hidden until the last vote was to close.
        """
        if by is not None and not why.strip():
            raise WordRequired
        with transaction.atomic():
            now = self._lock()
            if now.rulebook_id is None:
                return
            for _idea in now.ideas.select_for_update(no_key=True).order_by("pk").values_list("pk"):
                pass
            rulebook = Rulebook.objects.get(pk=now.rulebook_id)
            rulebook.closed_at, rulebook.closed_by, rulebook.why = at or timezone.now(), by, why.strip()
            rulebook.save(update_fields=["closed_at", "closed_by", "why"])
            now.rulebook = None
            now.voting_halted_at = timezone.now() if by is not None else None
            now.save(update_fields=["rulebook", "voting_halted_at"])
            self._take(now)
            record("campaign.voting_closed", by=by, target=self, rulebook=rulebook.pk, number=rulebook.number)

    def _was_closed_at_its_hour(self: "Campaign") -> bool:
        """Say whether a clock has closed the phases in which, by ours, one votes now."""
        closings = [span.closes for span in self.spans if Act.SUPPORT in span.acts and span.holds(timezone.now())]
        closed_at = self.rulebooks.filter(closed_by=None).aggregate(last=Max("closed_at"))["last"]
        if closed_at is None or not closings:
            return False
        return all(closing is not None and closing <= closed_at for closing in closings)

    def may_reopen(self: "Campaign") -> bool:
        """Say whether a person may open the vote: it was stopped, and the phases have it open."""
        stopped = self.voting_halted_at is not None and self.ended_at is None
        here = self.phase_at()
        return stopped and here is not None and Act.SUPPORT in here.acts

    def waits_for_shortlist(self: "Campaign") -> bool:
        """Say whether its duels were not opened for want of a shortlist, or could not be opened again. No query elsewhere."""
        if self.voting_halted_at is None or not self.visible_rules().get("shortlist"):
            return False
        return not self.rulebooks.exists() or len(self.shortlisted()) < _FEWEST_IN_DUELS

    def shortlisted(self: "Campaign") -> list[int]:
        """Return the ideas of its shortlist that stand, as its duels would freeze them now."""
        left = ELSEWHERE | {Status.DECLINED, Status.WITHDRAWN}
        listed = {pk for answer in registry.ask("campaign.shortlist", self) for pk in answer or ()}
        ideas = self.ideas.filter(pk__in=listed, is_hidden=False).exclude(status__in=left)
        return list(ideas.order_by("pk").values_list("pk", flat=True))

    def leave_stopped(self: "Campaign") -> None:
        """Take a vote that was stopped as closed for good: its last phase is over, and nobody opened it again."""
        with transaction.atomic():
            now = self._lock()
            last = now.rulebooks.order_by("number").last()
            if now.voting_halted_at is None:
                return
            now.voting_halted_at = None
            now.save(update_fields=["voting_halted_at"])
            self._take(now)
            if last is None:  # it waited for its shortlist all along
                return
            said = {"rulebook": last.pk, "number": last.number, "for_good": True}
            record("campaign.voting_closed", by=None, target=self, **said)

    def electorate(self: "Campaign") -> "QuerySet[User]":
        """The people who take part now: active, and of a department that takes part or of one under it."""
        people = User.objects.active()
        if self.taking_part_id is None:
            return people
        return people.filter(pk__in=members_of(self.taking_part_id))

    def hidden_until(self: "Campaign", rules: dict[str, Any]) -> datetime | None:
        """When what ``rules`` hide is shown: as the last vote closes. ``None``: nothing is hidden."""
        from ideas.models.campaign import NEVER

        if rules.get("hidden") != "until_close":
            return None
        return last_close(self.spans, Act.SUPPORT) or NEVER

    def _rules_to_freeze(self: "Campaign", number: int, electors: list[int]) -> dict[str, Any]:
        rules = self.visible_rules()
        hidden = self.hidden_until(rules)
        departments = [] if self.taking_part_id is None else sorted(d.slug for d in self.participants.all())
        if self.method == Method.BUDGET:
            rules["costs"] = self._costs()
        if rules.get("shortlist"):
            rules["ideas"] = self.shortlisted()
        return rules | {
            "campaign": self.slug,
            "number": number,
            "method": self.method,
            "tie_break": secrets.token_hex(16),
            "hidden_until": hidden.isoformat() if hidden else None,
            "open": [[span[0], span[1]] for span in self.schedule if Act.SUPPORT in span[2]],
            "electorate": {"departments": departments, "count": len(electors), "sha256": electorate_digest(electors)},
        }

    def _costs(self: "Campaign") -> dict[str, int]:
        """Return what is on the ballot of a budget, by idea: those that stand and whose cost is known."""
        left = ELSEWHERE | {Status.DECLINED, Status.WITHDRAWN}
        known = self.ideas.filter(cost__gte=1).exclude(status__in=left).order_by("pk")
        return {str(pk): cost for pk, cost in known.values_list("pk", "cost")}

    def _lock(self: "Campaign") -> "Campaign":
        """Return the campaign as it is now, its row locked. Nothing is joined: on PostgreSQL, what is joined to a row that
        was waited for is still as it was before the wait."""
        return type(self).objects.select_for_update(no_key=True).get(pk=self.pk)

    def _take(self: "Campaign", now: "Campaign") -> None:
        self.rulebook, self.voting_halted_at = now.rulebook, now.voting_halted_at
        self.tally_hidden_until = now.tally_hidden_until


def members_of(audience_id: int) -> "QuerySet[Any, Any]":
    """Return a query for the ids of the people of an audience: of its departments and of those under them."""
    around = Department.objects.filter(audiences=audience_id).values_list("path", flat=True)
    under = Q(pk__in=())
    for path in around:
        under |= Q(department__path__startswith=path)
    return User.objects.filter(under).order_by().values("pk")
