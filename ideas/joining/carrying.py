"""How supports move when ideas are merged and separated: a union with the first dates, and exactly back.

Every function is called inside a transaction that holds the rows of both ideas (``IdeaQuerySet.locked``), which giving
and taking back a support lock too: nothing moves meanwhile. The log says of each support where it went
(``SupportEvent.moved``), so the counts can be recomputed from it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from ideas.joining.models import Claim
from ideas.models import Idea, Support, SupportEvent

_BATCH = 400

Keep = Callable[[Support, Claim], bool]


@dataclass
class _Moves:
    """What is written at the end, a few statements however many the supports."""

    changed: list[Support] = field(default_factory=list)
    gone: list[Support] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    events: list[SupportEvent] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def log(self, idea_id: int, user_id: int | None, change: int) -> None:
        self.events.append(SupportEvent(idea_id=idea_id, user_id=user_id, change=change, at=_now(), moved=True))
        self.counts[idea_id] += change

    def write(self) -> None:
        """Rows that go, go first: two rows of one person on one idea never stand side by side."""
        for some in _in_batches([row.pk for row in self.gone]):
            Support.objects.filter(pk__in=some).delete()
        for some in _in_batches(self.dropped):
            Claim.objects.filter(pk__in=some).delete()
        Support.objects.bulk_update(self.changed, ["idea", "at", "via"], batch_size=_BATCH)
        Claim.objects.bulk_create([claim for claim in self.claims if claim.pk is None], batch_size=_BATCH)
        kept = [claim for claim in self.claims if claim.pk is not None]
        Claim.objects.bulk_update(kept, ["support"], batch_size=_BATCH)
        SupportEvent.objects.bulk_create(self.events, batch_size=_BATCH)
        for idea_id, change in self.counts.items():
            if change:
                Idea.objects.filter(pk=idea_id).update(support_count=F("support_count") + change)


def carry(source: Idea, target: Idea, *, keep: Keep | None = None) -> int:
    """Make the supports of ``source`` supports of ``target``; return how many people that added to it.

    Who supported both counts once, since the earlier of the two dates. ``keep(support, claim)`` says which claims are
    carried; a support that has none left goes.
    """
    rows = list(Support.objects.filter(idea=source))
    users = {row.user_id for row in rows if row.user_id}
    theirs = {
        row.user_id: row for row in Support.objects.filter(idea=target, user__isnull=False) if row.user_id in users
    }
    claims = claims_of([*rows, *theirs.values()])
    moves, added = _Moves(), 0
    for row in rows:
        kept = [claim for claim in claims[row.pk] if keep is None or keep(row, claim)]
        moves.dropped += [claim.pk for claim in claims[row.pk] if claim.pk and claim not in kept]
        other = theirs.get(row.user_id) if row.user_id else None
        moves.log(source.pk, row.user_id, -1)
        if not kept:
            moves.gone.append(row)
        elif other is not None:
            have = {claim.idea_id for claim in claims[other.pk]}
            joined = [*claims[other.pk], *(claim for claim in kept if claim.idea_id not in have)]
            _give(joined, other, moves)
            moves.gone.append(row)
        else:
            row.idea = target
            _give(kept, row, moves)
            moves.log(target.pk, row.user_id, 1)
            added += 1
    moves.write()
    return added


def bring_back(root: Idea, child: Idea, members: Iterable[int]) -> int:
    """Give ``child`` back, from ``root``, what was given to the ideas ``members`` (itself, and what stands in it).

    Return how many supports it has then. Who supported both sides supports both again, each since its own date;
    who took their support back while they were one supports neither.
    """
    wanted = set(members)
    involved = Support.objects.filter(idea=root, claims__idea__in=wanted).distinct()
    claims = claims_of(list(involved))
    moves, back = _Moves(), []
    twice: list[tuple[Support, list[Claim]]] = []
    for row in involved:
        theirs = [claim for claim in claims[row.pk] if claim.idea_id in wanted]
        rest = [claim for claim in claims[row.pk] if claim.idea_id not in wanted]
        moves.log(child.pk, row.user_id, 1)
        if rest:
            _give(rest, row, moves)
            twice.append((Support(idea=child, user_id=row.user_id, at=theirs[0].at), theirs))
        else:
            row.idea = child
            _give(theirs, row, moves)
            moves.log(root.pk, row.user_id, -1)
        back.append(row)
    Support.objects.bulk_create([row for row, _claims in twice], batch_size=_BATCH)
    for row, theirs in twice:
        _give(theirs, row, moves)
    moves.write()
    _forget_what_is_plain([root.pk, child.pk])
    return len(back)


def copy_to(source: Idea, parts: Iterable[Idea]) -> None:
    """Give each of ``parts`` the supports of ``source``, with their dates. Those of ``source`` stay, at rest."""
    rows = list(Support.objects.filter(idea=source))
    moves = _Moves()
    new = []
    for part in parts:
        for row in rows:
            new.append(Support(idea=part, user_id=row.user_id, at=row.at, via_id=row.via_id or source.pk))
            moves.log(part.pk, row.user_id, 1)
    Support.objects.bulk_create(new, batch_size=_BATCH)
    moves.write()


def gather(source: Idea, parts: "list[Idea]") -> None:
    """Undo ``copy_to``: ``source`` has its own supports again, but for those who took theirs back from every part.

    What was given to a part alone comes along, as in a merge.
    """
    resting = list(Support.objects.filter(idea=source))
    named = {row.user_id for row in resting if row.user_id}
    still = set(Support.objects.filter(idea__in=parts, user__isnull=False).values_list("user_id", flat=True))
    moves = _Moves()
    for row in resting:
        if row.user_id and row.user_id not in still:
            moves.gone.append(row)
            moves.log(source.pk, row.user_id, -1)
    moves.write()
    for part in parts:

        def of_its_own(row: Support, claim: Claim, part: Idea = part) -> bool:
            if claim.idea_id != part.pk:
                return True
            return row.user_id not in named if row.user_id else claim.via_id is None

        carry(part, source, keep=of_its_own)


def claims_of(rows: list[Support]) -> dict[int, list[Claim]]:
    """Return {support id: its claims}; of a support that has none, the one that it stands for, not saved."""
    found: dict[int, list[Claim]] = defaultdict(list)
    for some in _in_batches([row.pk for row in rows]):
        for claim in Claim.objects.filter(support__in=some):
            found[claim.support_id].append(claim)
    for row in rows:
        if row.pk not in found:
            found[row.pk] = [Claim(support=row, idea_id=row.idea_id, at=row.at, via_id=row.via_id)]
    return found


def members_of(idea: Idea) -> set[int]:
    """Return the ids of ``idea`` and of all that was merged into it, however deep."""
    found, edge = {idea.pk}, [idea.pk]
    while edge:
        below = set(Idea.objects.filter(merged_into__in=edge).values_list("pk", flat=True)) - found
        found |= below
        edge = list(below)
    return found


def root_of(idea: Idea) -> Idea:
    """Return the idea in which ``idea`` stands now, through all the merges above it."""
    passed: set[int] = set()
    while idea.merged_into_id and idea.pk not in passed:
        passed.add(idea.pk)
        idea = Idea.objects.select_related("campaign").get(pk=idea.merged_into_id)
    return idea


def _give(claims: list[Claim], row: Support, moves: _Moves) -> None:
    """Have ``row`` stand for ``claims``: it dates from the first of them, and says where that was given."""
    first = min(claims, key=lambda claim: (claim.at, claim.idea_id != row.idea_id, claim.idea_id))
    row.at = first.at
    row.via_id = first.via_id or (first.idea_id if first.idea_id != row.idea_id else None)
    for claim in claims:
        claim.support = row
    moves.changed.append(row)
    moves.claims.extend(claims)


def _forget_what_is_plain(ideas: list[int]) -> None:
    """Drop the claims of supports that stand for themselves again."""
    claims: dict[int, list[Claim]] = defaultdict(list)
    for claim in Claim.objects.filter(support__idea__in=ideas).select_related("support"):
        claims[claim.support_id].append(claim)
    plain = [only[0].pk for only in claims.values() if len(only) == 1 and only[0].idea_id == only[0].support.idea_id]
    for some in _in_batches(plain):
        Claim.objects.filter(pk__in=some).delete()


def _in_batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def _now() -> datetime:
    return timezone.now()
