"""What happens to the ballots when a vote has closed: secret ones lose their voters, all are counted, once."""

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from ideas.counting import pabulib
from ideas.counting.tally import Rules, tally
from ideas.models import Campaign, Method, Rulebook
from ideas.voting.files import text_of
from ideas.voting.models import Ballot, Participation, Result, SealedBallot, Vote, VoteEvent
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from intranet.contributions.models import Activity

_BATCH = 1000
COUNTED_HERE = frozenset({Method.SUPPORT, Method.TOKENS, Method.BUDGET})


def on_voting_closed(activity: "Activity") -> None:
    """Seal, and count if the vote ran to its end. One that a person stopped is counted once its time is over (``for_good``)."""
    rulebook = Rulebook.objects.select_related("campaign").filter(pk=activity.data.get("rulebook")).first()
    if rulebook is None or rulebook.closed_at is None:
        return
    seal(rulebook)
    if rulebook.closed_by_id is None or activity.data.get("for_good"):
        publish(rulebook)


def on_campaign_ended(activity: "Activity") -> None:
    """Count the last vote of a campaign that was ended, if that was not done."""
    campaign = activity.target
    if isinstance(campaign, Campaign):
        rulebook = campaign.rulebooks.exclude(closed_at=None).order_by("number").last()
        if rulebook is not None:
            seal(rulebook)
            publish(rulebook)


def seal(rulebook: Rulebook) -> None:
    """Cut every link from person to choice of a secret vote that has closed. Nothing is done the second time."""
    if not rulebook.rules.get("secret"):
        return
    with transaction.atomic():
        Rulebook.objects.select_for_update(no_key=True).get(pk=rulebook.pk)
        ballots = Ballot.objects.filter(rulebook=rulebook)
        choices: dict[int, dict[str, int]] = {pk: {} for pk in ballots.values_list("pk", flat=True)}
        for ballot, idea, points in Vote.objects.filter(ballot__in=ballots).values_list(
            "ballot_id", "idea_id", "points"
        ):
            choices[ballot][str(idea)] = points
        if not choices:
            return
        digests = dict(ballots.values_list("pk", "code_digest"))
        rows = [
            SealedBallot(rulebook=rulebook, code_digest=digests[pk], choices=dict(sorted(chosen.items())))
            for pk, chosen in choices.items()
            if chosen
        ]
        SealedBallot.objects.bulk_create(sorted(rows, key=lambda row: row.key), batch_size=_BATCH)
        voters = sorted(pk for pk in ballots.filter(spent__gt=0).values_list("voter_id", flat=True) if pk)
        Participation.objects.bulk_create(
            [Participation(rulebook=rulebook, user_id=pk) for pk in voters], batch_size=_BATCH, ignore_conflicts=True
        )
        Vote.objects.filter(ballot__in=ballots).delete()
        ballots.delete()
        _forget_who(rulebook)


def _forget_who(rulebook: Rulebook) -> None:
    """Replace the log of a secret vote by what it sums to."""
    sums: Counter[int] = Counter()
    for idea, change in rulebook.vote_events.values_list("idea_id", "change"):
        sums[idea] += change
    rulebook.vote_events.all().delete()
    sealed = VoteEvent.Cause.SEALED
    VoteEvent.objects.bulk_create(
        VoteEvent(rulebook=rulebook, idea_id=idea, change=change, cause=sealed, at=None)
        for idea, change in sorted(sums.items())
        if change
    )


def publish(rulebook: Rulebook) -> Result | None:
    """Count the ballots of a closed vote and keep the result for good; ``None`` if there is nothing to count here.

    What is counted is the published file itself, read back: whoever has it counts the same.
    """
    if rulebook.rules.get("method") not in COUNTED_HERE or rulebook.closed_at is None:
        return None
    with transaction.atomic():
        Rulebook.objects.select_for_update(no_key=True).get(pk=rulebook.pk)
        done = Result.objects.filter(rulebook=rulebook).first()
        if done is not None:
            return done
        text = text_of(rulebook)
        election = pabulib.read(text).election
        result = Result.objects.create(
            rulebook=rulebook,
            data=tally(election, Rules.of(election)),
            file=text,
            file_digest=sha256(text.encode()).hexdigest(),
            rulebook_digest=rulebook.digest,
        )
        record("campaign.result_published", by=None, target=rulebook.campaign, rulebook=rulebook.pk)
    return result
