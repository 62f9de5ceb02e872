"""Drawing up the shortlist of a review: by its rule, or by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from ideas import policies
from ideas.models import Idea, Status
from ideas.reviewing_room.errors import NoResult, TallyHidden, TooMany
from ideas.reviewing_room.models import LONGEST, Entry, Review, Rule
from ideas.reviewing_room.spread import Spread, spread_of
from intranet.contributions.models.activity import record
from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.accounts.models import User

# What can still be decided: nobody has committed to anything, or more was asked.
CANDIDATES = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.NEEDS_MORE)
# Rules that read support, or the breadth of it.
FROM_TALLY = frozenset({Rule.SUPPORT, Rule.BRIDGING})


@dataclass(frozen=True)
class Drawn:
    """What drawing did: how many ``came``, ``went``, and ``stayed_off`` because somebody took them off by hand."""

    came: int
    went: int
    stayed_off: int


def draw(review: Review, *, by: "User", rule: str, top: int, minimum_breadth: int = 0) -> Drawn:
    """Draw the first ``top`` ideas by ``rule``, of those that people of ``minimum_breadth`` departments support, with the
    idea that bridges most and the one that divides most beside them. What was added by hand stays, and what was scored;
    what was taken off by hand stays off. ``TallyHidden`` while the rule would show what the vote hides.

    Reads what ``by`` may see. It looks at all that can be decided in the campaign: three queries, and some memory.
    """
    hidden = not policies.can_see_contest(by, review.campaign)
    if hidden and (rule in FROM_TALLY or minimum_breadth):
        raise TallyHidden
    ideas = list(_ordered(review, by, rule))
    spreads: dict[int, Spread] = {} if hidden else spread_of(idea.pk for idea in ideas)
    bridging = Bridging({}, counts_views=False) if hidden else bridging_of(ideas, spreads)
    if rule == Rule.BRIDGING:
        ideas.sort(key=lambda idea: (-bridging.scores.get(idea.pk, -1.0), -idea.total_support, -idea.pk))
    broad = [idea for idea in ideas if not minimum_breadth or spreads.get(idea.pk, Spread()).total >= minimum_breadth]
    wanted: dict[int, dict[str, Any]] = {
        idea.pk: {"rule": rule, "rank": rank} for rank, idea in enumerate(broad[:top], start=1)
    }
    if not hidden:
        for beside, pk in beside_of(bridging, spreads).items():
            wanted.setdefault(pk, {"rank": top + 1})["beside"] = beside
    return _put(review, by, wanted, rule=rule, top=top, minimum_breadth=minimum_breadth)


@dataclass(frozen=True)
class Bridging:
    """``scores``: {idea id: how much it bridges}. ``counts_views``: by supports per view; else by the supports alone."""

    scores: dict[int, float]
    counts_views: bool


def bridging_of(ideas: "list[Idea]", spreads: dict[int, Spread]) -> Bridging:
    """Return how much each idea bridges: from whoever keeps count of attention, else from the supports."""
    for scores in registry.ask("idea.bridging", [idea.pk for idea in ideas]):
        if scores is not None:
            return Bridging(dict(scores), counts_views=True)
    by_supports = {pk: float(spread.bridging) for pk, spread in spreads.items() if spread.bridging is not None}
    return Bridging(by_supports, counts_views=False)


def beside_of(bridging: Bridging, spreads: dict[int, Spread]) -> dict[str, int]:
    """Return {"bridges": idea id, "divides": idea id}, without what cannot be said yet."""
    found, scores = {}, bridging.scores
    if scores:
        found[str(Entry.Beside.BRIDGES)] = max(scores, key=lambda pk: (scores[pk], -pk))
    dividing = {pk: spread.dividing for pk, spread in spreads.items() if spread.dividing}
    if dividing:
        found[str(Entry.Beside.DIVIDES)] = max(dividing, key=lambda pk: (dividing[pk], -pk))
    return found


def _ordered(review: Review, by: "User", rule: str) -> "QuerySet[Idea] | list[Idea]":
    ideas = Idea.objects.visible_to(by).filter(campaign=review.campaign, status__in=CANDIDATES, is_hidden=False)
    ideas = ideas.select_related("discussion").only(
        "pk", "status", "support_count", "imported_support_count", "created_at", "discussion__post_count", "audience"
    )
    if rule == Rule.PAIRWISE:
        strengths = strengths_of(review, by)
        return sorted((idea for idea in ideas if idea.pk in strengths), key=lambda idea: (-strengths[idea.pk], idea.pk))
    orders: dict[str, Callable[[], QuerySet[Idea]]] = {
        Rule.WAITING: lambda: ideas.order_by("created_at", "pk"),
        Rule.DISCUSSED: lambda: ideas.order_by("-discussion__post_count", "-pk"),
    }
    ordered = orders.get(rule)
    if ordered:
        return ordered()
    return sorted(ideas, key=lambda idea: (-idea.total_support, -idea.pk))


def strengths_of(review: Review, user: "User") -> dict[int, float]:
    """Return {idea id: strength in the duels of its campaign} as ``user`` may know it; ``NoResult`` where there are none."""
    for strengths in registry.ask("campaign.strengths", review.campaign, user):
        if strengths:
            return dict(strengths)
    raise NoResult


@transaction.atomic
def _put(review: Review, by: "User", wanted: dict[int, dict[str, Any]], **rule: Any) -> Drawn:
    Review.objects.locked().get(pk=review.pk)
    known = {entry.idea_id: entry for entry in review.entries.all()}
    scored = set(
        review.entries.filter(scorecards__isnull=False).order_by().values_list("idea_id", flat=True).distinct()
    )
    stayed_off = sum(1 for pk in wanted if pk in known and known[pk].removed_by_id)
    went = [
        entry.pk
        for entry in known.values()
        if not entry.added_by_id
        and not entry.removed_at
        and entry.idea_id not in wanted
        and entry.idea_id not in scored
    ]
    review.entries.filter(pk__in=went).delete()
    new: list[Entry] = []
    for pk, said in wanted.items():
        entry = known.get(pk) or Entry(review=review, idea_id=pk)
        entry.rule, entry.rank, entry.beside = said.get("rule", ""), said["rank"], said.get("beside", "")
        if entry.pk is None:
            new.append(entry)
    Entry.objects.bulk_update([known[pk] for pk in wanted if pk in known], ["rule", "rank", "beside"], batch_size=100)
    Entry.objects.bulk_create(new, batch_size=100)
    for name, value in rule.items():
        setattr(review, name, value)
    review.save(update_fields=list(rule))
    record("review.drawn", by=by, target=review, **rule, came=len(new), went=len(went))
    return Drawn(came=len(new), went=len(went), stayed_off=stayed_off)


@transaction.atomic
def add(review: Review, idea: Idea, *, by: "User", why: str) -> Entry:
    """Put ``idea`` on the shortlist by hand, or back on it. ``TooMany`` beyond ``LONGEST``."""
    Review.objects.locked().get(pk=review.pk)
    if review.entries.on().count() >= LONGEST:
        raise TooMany(LONGEST)
    entry, _new = Entry.objects.get_or_create(review=review, idea=idea)
    entry.added_by, entry.why, entry.at = by, why, timezone.now()
    entry.removed_at = entry.removed_by = None
    entry.save()
    record("review.added", by=by, target=review, idea=idea.pk, why=why)
    return entry


@transaction.atomic
def take_off(entry: Entry, *, by: "User") -> None:
    """Take an idea off the shortlist. What was said and scored there is kept, and comes back with it."""
    entry.removed_at, entry.removed_by = timezone.now(), by
    entry.save(update_fields=["removed_at", "removed_by"])
    record("review.taken_off", by=by, target=entry.review, idea=entry.idea_id)
