"""Counting again what is kept counted, and naming every difference. Nothing is corrected: somebody has to know first."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import structlog
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from ideas.counting import pabulib
from ideas.counting.tally import Rules, tally
from ideas.models import Elector, Idea, Rulebook, Support, SupportEvent
from ideas.models.rulebook import digest_of
from ideas.voting.models import Ballot, Result, SealedBallot, Vote, VoteEvent

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Difference:
    """``what`` is said to be ``kept``, and is ``counted`` when counted again."""

    what: str
    kept: object
    counted: object

    def __str__(self) -> str:
        return f"{self.what}: kept {self.kept}, counted {self.counted}"


def differences() -> Iterator[Difference]:
    """Yield whatever does not agree between what is counted and what it was counted from. Changes nothing; reads all."""
    yield from _supports()
    yield from _support_log()
    for rulebook in Rulebook.objects.select_related("campaign").order_by("pk"):
        yield from _rulebook(rulebook)
        yield from _ballots(rulebook)
        yield from _vote_log(rulebook)
    yield from _results()


def audit() -> int:
    """Log every difference (each night); return how many there are."""
    found = 0
    for difference in differences():
        found += 1
        log.error("votes.difference", what=difference.what, kept=difference.kept, counted=difference.counted)
    return found


def _supports() -> Iterator[Difference]:
    """The count on an idea against its supports; no count of an import below nothing."""
    counted = Support.objects.filter(idea=OuterRef("pk")).order_by().values("idea").annotate(n=Count("pk")).values("n")
    wrong = Idea.objects.annotate(counted=Coalesce(Subquery(counted), 0)).exclude(counted=F("support_count"))
    for pk, kept, found in wrong.order_by("pk").values_list("pk", "support_count", "counted"):
        yield Difference(f"supports of idea {pk}", kept, found)
    for pk, kept in Idea.objects.filter(imported_support_count__lt=0).values_list("pk", "imported_support_count"):
        yield Difference(f"imported supports of idea {pk}", kept, 0)


def _support_log() -> Iterator[Difference]:
    """The supports of each person against the log. What is older than the log is not in it and not looked for."""
    logged = (
        SupportEvent.objects.filter(user__isnull=False).order_by().values("idea", "user").annotate(sum=Sum("change"))
    )
    sums = {(row["idea"], row["user"]): row["sum"] for row in logged.iterator()}
    # Merging and splitting log where each support went, so they make no difference here.
    here = set(Support.objects.filter(user__isnull=False).order_by().values_list("idea", "user").iterator())
    for (idea, user), total in sorted(sums.items()):
        if total not in (0, 1):
            yield Difference(f"log of the supports of idea {idea} by person {user}", total, "0 or 1")
        elif total == 1 and (idea, user) not in here:
            yield Difference(f"support of idea {idea} by person {user}, given in the log", 0, 1)
        elif total == 0 and (idea, user) in here:
            yield Difference(f"support of idea {idea} by person {user}, withdrawn in the log", 1, 0)


def _rulebook(rulebook: Rulebook) -> Iterator[Difference]:
    if digest_of(rulebook.rules) != rulebook.digest:
        yield Difference(f"digest of the rules of {_name(rulebook)}", rulebook.digest, digest_of(rulebook.rules))
    said = rulebook.rules.get("electorate", {}).get("count")
    found = Elector.objects.filter(rulebook=rulebook).count()
    if said is not None and said != found:
        yield Difference(f"people who may vote in {_name(rulebook)}", said, found)


def _ballots(rulebook: Rulebook) -> Iterator[Difference]:
    """What each ballot has spent against its votes; who voted against who may."""
    sums = Vote.objects.filter(ballot=OuterRef("pk")).order_by().values("ballot").annotate(n=Sum("points")).values("n")
    ballots = Ballot.objects.filter(rulebook=rulebook).annotate(counted=Coalesce(Subquery(sums), 0))
    for pk, kept, found in ballots.exclude(counted=F("spent")).order_by("pk").values_list("pk", "spent", "counted"):
        yield Difference(f"points spent on ballot {pk} of {_name(rulebook)}", kept, found)
    electors = Elector.objects.filter(rulebook=rulebook).values("user")
    strangers = ballots.filter(~Q(voter__in=electors), voter__isnull=False, spent__gt=0).count()
    if strangers:
        yield Difference(f"ballots of people outside the electorate of {_name(rulebook)}", strangers, 0)
    if rulebook.closed_at and rulebook.rules.get("secret") and hasattr(rulebook, "result") and ballots.exists():
        yield Difference(
            f"ballots of the closed secret vote {_name(rulebook)} that name their voter", ballots.count(), 0
        )


def _vote_log(rulebook: Rulebook) -> Iterator[Difference]:
    """The votes against the log, for each ballot; of a sealed vote for each idea."""
    logged: dict[tuple[int | None, int], int] = defaultdict(int)
    rows = VoteEvent.objects.filter(rulebook=rulebook).order_by().values_list("voter_id", "idea_id")
    for voter, idea, total in rows.annotate(sum=Sum("change")).iterator():
        logged[voter, idea] += total
    kept: dict[tuple[int | None, int], int] = defaultdict(int)
    votes = Vote.objects.filter(ballot__rulebook=rulebook).order_by().values_list("ballot__voter_id", "idea_id")
    for voter, idea, total in votes.annotate(sum=Sum("points")).iterator():
        kept[voter, idea] += total
    for choices in SealedBallot.objects.filter(rulebook=rulebook).values_list("choices", flat=True):
        for idea, points in choices.items():
            kept[None, int(idea)] += points
    for voter, idea in sorted({*logged, *kept}, key=lambda pair: (pair[0] or 0, pair[1])):
        if logged[voter, idea] != kept[voter, idea]:
            whose = f"person {voter}" if voter else "sealed ballots"
            what = f"points of {whose} for idea {idea} in {_name(rulebook)} (log)"
            yield Difference(what, kept[voter, idea], logged[voter, idea])


def _results() -> Iterator[Difference]:
    """Each published result against its own file, counted again, and against the rulebook."""
    for result in Result.objects.select_related("rulebook__campaign").order_by("pk"):
        name = _name(result.rulebook)
        digest = sha256(result.file.encode()).hexdigest()
        if digest != result.file_digest:
            yield Difference(f"digest of the ballots file of {name}", result.file_digest, digest)
        if result.rulebook_digest != result.rulebook.digest:
            yield Difference(
                f"digest of the rules in the result of {name}", result.rulebook_digest, result.rulebook.digest
            )
        election = pabulib.read(result.file).election
        if tally(election, Rules.of(election)) != result.data:
            yield Difference(f"result of {name}", "as published", "another from the published file")


def _name(rulebook: Rulebook) -> str:
    return f"{rulebook.campaign.slug} #{rulebook.number}"
