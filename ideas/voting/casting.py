"""Filling in a ballot, changing it, and giving back what lay on an idea that left the contest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ideas.errors import ActNotOpen
from ideas.locking import shared
from ideas.models import Campaign, Idea, Rulebook
from ideas.polling import hold_open
from ideas.voting.codes import digest_of, new_code
from ideas.voting.eligible import on_ballot
from ideas.voting.errors import NotOnBallot, StaleBallot, TooMuch, TooMuchOnOne
from ideas.voting.limits import Limits, limits_of
from ideas.voting.models import Ballot, Vote, VoteEvent
from ideas.why_not import why_not_vote
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from intranet.accounts.models import User


@dataclass(frozen=True)
class Cast:
    """``code``: that of the receipt, the only time that anybody sees it; "" if the ballot has one or needs none."""

    ballot: Ballot
    changed: bool
    code: str = ""


def cast(campaign: Campaign, *, by: "User", choices: Mapping[int, int], version: int, renew_code: bool = False) -> Cast:
    """Make the ballot of ``by`` say ``choices`` (points by idea id) and nothing else.

    ``version`` is that of the ballot which the page showed; ``StaleBallot`` if another change came in between. What is
    on the ballot already is accepted whatever the version: sent twice, it is kept once.
    """
    with transaction.atomic():
        rulebook, limits = _hold_with_limits(campaign, by)
        ballot = Ballot.objects.lock(rulebook, by, allowed=limits.allowed)
        before, after = ballot.choices(), {pk: points for pk, points in choices.items() if points}
        if before != after:
            if ballot.version != version:
                raise StaleBallot(ballot)
            _check(campaign, by, limits, before, after)
            _write(ballot, before, after)
            record("vote.cast", by=by, target=campaign)
        code = ""
        if rulebook.rules.get("secret") and after and (renew_code or not ballot.code_digest):
            code = new_code()
            ballot.code_digest = digest_of(code)
            ballot.save(update_fields=["code_digest"])
    return Cast(ballot, before != after, code)


def give(campaign: Campaign, idea: Idea, *, by: "User", points: int, seen: int) -> Cast:
    """Put ``points`` on one idea and leave the rest of the ballot; ``seen``: how many the page showed on it."""
    with transaction.atomic():
        rulebook, limits = _hold_with_limits(campaign, by)
        ballot = Ballot.objects.lock(rulebook, by, allowed=limits.allowed)
        choices = ballot.choices()
        if choices.get(idea.pk, 0) not in (seen, points):
            raise StaleBallot(ballot)
        return cast(campaign, by=by, choices=choices | {idea.pk: points}, version=ballot.version)


def give_back(idea: Idea) -> int:
    """Take ``idea`` off the ballots of votes that are open, so that its points can go elsewhere; return how many.

    The voters of a vote that is not secret are told. Run twice, the second time finds nothing. Whoever closes the vote
    waits, as for a ballot that is cast: what is sealed and counted does not move any more.
    """
    with transaction.atomic():
        if not shared(Campaign.objects.filter(pk=idea.campaign_id, rulebook__isnull=False)):
            return 0
        found = Ballot.objects.filter(rulebook__closed_at=None, rulebook__campaign=idea.campaign_id, votes__idea=idea)
        ballots = list(found.select_for_update(no_key=True, of=("self",)).select_related("rulebook").order_by("pk"))
        votes = {vote.ballot_id: vote for vote in Vote.objects.filter(ballot__in=ballots, idea=idea)}
        ballots = [ballot for ballot in ballots if ballot.pk in votes]
        events = []
        for ballot in ballots:
            points = votes[ballot.pk].points
            ballot.spent, ballot.version = ballot.spent - points, ballot.version + 1
            events.append(_event(ballot, idea.pk, -points, VoteEvent.Cause.RETURNED))
        Vote.objects.filter(pk__in=[vote.pk for vote in votes.values()]).delete()
        Ballot.objects.bulk_update(ballots, ["spent", "version"], batch_size=1000)
        VoteEvent.objects.bulk_create(events, batch_size=1000)
        people = [ballot.voter_id for ballot in ballots if ballot.voter_id and not ballot.rulebook.rules.get("secret")]
        if people:
            record("vote.returned", by=None, target=idea, people=people)
    return len(ballots)


def _hold_with_limits(campaign: Campaign, by: "User") -> tuple[Rulebook, Limits]:
    rulebook = hold_open(campaign, by=by)
    limits = limits_of(rulebook.rules)
    if limits is None:
        raise ActNotOpen(why_not_vote(by, campaign))
    return rulebook, limits


def _check(campaign: Campaign, by: "User", limits: Limits, before: Mapping[int, int], after: Mapping[int, int]) -> None:
    if any(points < 0 or points > limits.per_idea for points in after.values()):
        raise TooMuchOnOne(limits.per_idea)
    spent = sum(after.values())
    if limits.allowed is not None and spent > limits.allowed:
        raise TooMuch(spent, limits.allowed)
    new = {pk for pk, points in after.items() if points > before.get(pk, 0)}
    # Shared: an idea that leaves the contest now waits for this ballot, and its points are given back after.
    if len(shared(on_ballot(campaign, by).filter(pk__in=new))) < len(new):
        raise NotOnBallot


def _write(ballot: Ballot, before: Mapping[int, int], after: Mapping[int, int]) -> None:
    changed = sorted(pk for pk in {*before, *after} if before.get(pk, 0) != after.get(pk, 0))
    ballot.votes.filter(idea__in=changed).delete()
    rows = [Vote(ballot=ballot, idea_id=pk, points=after[pk]) for pk in changed if pk in after]
    Vote.objects.bulk_create(rows)
    changes = [(pk, after.get(pk, 0) - before.get(pk, 0)) for pk in changed]
    VoteEvent.objects.bulk_create([_event(ballot, pk, change, VoteEvent.Cause.CAST) for pk, change in changes])
    ballot.spent, ballot.version, ballot.updated_at = sum(after.values()), ballot.version + 1, timezone.now()
    ballot.save(update_fields=["spent", "version", "updated_at"])


def _event(ballot: Ballot, idea_id: int, change: int, cause: VoteEvent.Cause) -> VoteEvent:
    return VoteEvent(
        rulebook_id=ballot.rulebook_id, voter_id=ballot.voter_id, idea_id=idea_id, change=change, cause=cause
    )
