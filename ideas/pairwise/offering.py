"""Which two ideas somebody is shown next, and keeping what they say."""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.core import signing
from django.db import transaction
from django.db.models import Count

from ideas.models import Campaign, Idea, Rulebook, Status
from ideas.pairwise.counting import is_enough
from ideas.pairwise.models import Comparison
from ideas.polling import hold_open
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.accounts.models import User

_SALT = "ideas.pairwise"
_GONE = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.MERGED, Status.SPLIT})


@dataclass(frozen=True)
class Duel:
    left: Idea
    right: Idea
    token: str


@dataclass(frozen=True)
class Offer:
    """``duel`` is ``None`` when this person has judged every pair, or the order is settled (``is_settled``)."""

    duel: Duel | None
    is_settled: bool
    judged: int
    possible: int


def contenders(rulebook: Rulebook) -> "QuerySet[Idea]":
    """Return the ideas that meet under ``rulebook``: of the shortlist that it froze, if it did, those that stand; else all."""
    ideas = Idea.objects.filter(campaign=rulebook.campaign_id, is_hidden=False).exclude(status__in=_GONE)
    return ideas.filter(pk__in=rulebook.rules["ideas"]) if rulebook.rules.get("shortlist") else ideas


def offer(campaign: Campaign, rulebook: Rulebook, user: "User") -> Offer:
    """Return the next pair of ``user``: the idea shown least so far, with the least shown that they have not met it with.

    Between equals each person has an order of their own, so that many who come at once are not all shown one pair. The
    same pair is offered until it is answered. Of the two, the one that stood left less often stands left.
    """
    seen = Idea.objects.visible_to(user).filter(pk__in=contenders(rulebook).values("pk"))
    ideas = {idea.pk: idea for idea in seen.defer("problem", "proposal", "benefit", "words")}
    shown, left, total = _exposure(rulebook)
    met = set(Comparison.objects.filter(rulebook=rulebook, voter=user).values_list("first_id", "second_id"))
    possible = len(ideas) * (len(ideas) - 1) // 2
    if is_enough(rulebook, sorted(ideas), total):
        return Offer(None, True, len(met), possible)
    order = sorted(ideas, key=lambda pk: (shown[pk], _chance(rulebook, user, len(met), pk)))
    for one in order:
        for other in order:
            pair = (min(one, other), max(one, other))
            if one != other and pair not in met:
                sides = sorted(pair, key=lambda pk: (left[pk] * 2 - shown[pk], _chance(rulebook, user, len(met), pk)))
                token = signing.dumps([rulebook.pk, user.pk, *sides], salt=_SALT)
                return Offer(Duel(ideas[sides[0]], ideas[sides[1]], token), False, len(met), possible)
    return Offer(None, False, len(met), possible)


def judge(campaign: Campaign, *, by: "User", token: str, answer: str) -> bool:
    """Keep what ``by`` says of the pair that ``token`` names; ``False`` for a pair not offered to them, or an unknown word.

    ``answer``: "left", "right", "equal" or "skip". Said twice, the first stands.
    """
    with transaction.atomic():
        rulebook = hold_open(campaign, by=by)
        try:
            number, voter, left, right = signing.loads(token, salt=_SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return False
        if (number, voter) != (rulebook.pk, by.pk) or answer not in ("left", "right", "equal", "skip"):
            return False
        if contenders(rulebook).filter(pk__in=(left, right)).count() < 2:
            return False
        first, second = min(left, right), max(left, right)
        outcomes = {
            "left": Comparison.Outcome.FIRST if left == first else Comparison.Outcome.SECOND,
            "right": Comparison.Outcome.FIRST if right == first else Comparison.Outcome.SECOND,
            "equal": Comparison.Outcome.EQUAL,
            "skip": Comparison.Outcome.SKIPPED,
        }
        said = Comparison(
            rulebook=rulebook,
            voter=by,
            first_id=first,
            second_id=second,
            first_was_left=left == first,
            outcome=outcomes[answer],
        )
        is_first = not Comparison.objects.filter(rulebook=rulebook, voter=by).exists()
        Comparison.objects.bulk_create([said], ignore_conflicts=True)
        if is_first:
            record("duel.joined", by=by, target=campaign)
    return True


def _exposure(rulebook: Rulebook) -> tuple[Counter[int], Counter[int], int]:
    """Return (how often each idea was shown, how often on the left, how many comparisons)."""
    rows = (
        Comparison.objects.filter(rulebook=rulebook).order_by().values_list("first_id", "second_id", "first_was_left")
    )
    shown: Counter[int] = Counter()
    left: Counter[int] = Counter()
    total = 0
    for first, second, first_was_left, times in rows.annotate(times=Count("pk")):
        shown[first] += times
        shown[second] += times
        left[first if first_was_left else second] += times
        total += times
    return shown, left, total


def _chance(rulebook: Rulebook, user: "User", turn: int, pk: int) -> str:
    return sha256(f"{rulebook.digest}|{user.pk}|{turn}|{pk}".encode()).hexdigest()
