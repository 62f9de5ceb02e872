"""Putting a new question to those who probably know, without always asking the same.

Of the candidates (see ``experts``), those who asked not to be asked are left out, and the worth of the others is
divided by what they were asked lately:

    worth / (1 + Σ 2^(−days since / 7))        over the questions put to them in the last 8 weeks

so a question of today counts 1, one of last week ½. Somebody with ``MOST_WAITING`` unanswered ones is not asked. The
best ``ASKED_AT_ONCE`` are asked, if their worth before the division is ``ENOUGH``.
"""

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.contributions.models.activity import record
from intranet.contributions.switches import Switch
from knowledge.questions.experts import Expert, candidates
from knowledge.questions.models import Answer, Question, Routing, RoutingChoice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from intranet.accounts.models import User
    from intranet.contributions.models import Activity

ASKED_AT_ONCE = 3
MOST_WAITING = 5
ENOUGH = 0.75
HALF_LIFE = timedelta(days=7)
REMEMBERED = timedelta(weeks=8)


def route_asked(activity: "Activity") -> None:
    """Handle ``question.asked``; done already, it does nothing."""
    question = Question.objects.filter(pk=activity.target_id).select_related("author", "audience").first()
    if question is None or not question.is_shown or question.author is None or question.routings.exists():
        return
    chosen = choose(candidates(question, seen_by=question.author))
    Routing.objects.bulk_create(
        [Routing(question=question, person=expert.person, evidence=expert.found, at=activity.at) for expert in chosen],
        ignore_conflicts=True,
    )
    if chosen:
        record("question.routed", by=None, target=question, people=[expert.person.pk for expert in chosen])


def choose(found: list[Expert]) -> list[Expert]:
    """Return whom to ask, of ``found`` candidates. Three queries."""
    able = [expert for expert in found if expert.score >= ENOUGH][:30]
    people = [expert.person.pk for expert in able]
    unwilling = set(RoutingChoice.objects.filter(person__in=people, is_asked=False).values_list("person", flat=True))
    loads, waiting = load_of(people), _waiting_for(people)
    willing = [e for e in able if e.person.pk not in unwilling and waiting[e.person.pk] < MOST_WAITING]
    return sorted(willing, key=lambda e: (-e.score / (1 + loads[e.person.pk]), e.person.pk))[:ASKED_AT_ONCE]


def load_of(people: "Iterable[int]") -> dict[int, float]:
    """Return Σ 2^(−days since / 7) of what each of ``people`` was asked."""
    now = timezone.now()
    loads: dict[int, float] = defaultdict(float)
    lately = Routing.objects.filter(person__in=list(people), at__gt=now - REMEMBERED)
    for person, at in lately.values_list("person", "at"):
        loads[person] += 2.0 ** (-((now - at) / HALF_LIFE))
    return loads


def pending_for(user: "User") -> "QuerySet[Routing]":
    """Return what was put to ``user`` and still waits for them: they may see it, it is open, and they neither answered nor declined."""
    questions = Question.objects.visible_to(user).current().unsolved()
    return _pending().filter(person=user.pk, question__in=questions).select_related("question")


def switch_for(person: "User") -> list[Switch]:
    """Answer ``profile.switches``: whether one wants to be asked."""
    return [
        Switch(
            name="asked_questions",
            label=_("Ask me questions that I may know the answer to"),
            help_text=_("Judged by what you wrote, answered and say you know about; never too many at once."),
            is_on=RoutingChoice.objects.is_asked(person),
            set=lambda on: RoutingChoice.objects.choose(person, on),
        )
    ]


def _pending() -> "QuerySet[Routing]":
    answered = Answer.objects.filter(question=OuterRef("question"), author=OuterRef("person"))
    return Routing.objects.filter(~Exists(answered), declined_at=None)


def _waiting_for(people: list[int]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    open_ones = Q(question__closed_at=None, question__accepted_answer=None, question__duplicate_of=None)
    for person in _pending().filter(open_ones, person__in=people).values_list("person", flat=True):
        counts[person] += 1
    return counts
