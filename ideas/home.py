"""What ideas bring to the home page."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ideas import policies
from ideas.models import UNDECIDED, Idea
from ideas.models.status import STILL_OWED
from intranet.contributions.shared import until_something_happens
from intranet.contributions.waiting import Waiting
from intranet.core.compiled import Compiled

if TYPE_CHECKING:
    from intranet.accounts.models import User

# An idea that nobody responsible has answered for this long is on the home page of those who can.
LONG_WAIT = timedelta(days=14)

_with_news = Compiled(
    lambda user_id: Idea.objects.filter(author=user_id, author_has_news=True).order_by("pk").values_list("pk")
)


def waiting(user: "User") -> list[Waiting]:
    """Answers to my ideas that I have not read; for those who decide, the ideas that wait for long. Two queries."""
    return [*_answers_unseen(user), *(_long_unanswered(user) if policies.can_decide(user) else [])]


def top_ideas(user: "User", limit: int) -> list[Idea]:
    """Return the most supported ideas that can still be supported, as ``user`` may know it; card-ready, one query."""
    ideas = policies.with_seen_tally(user, Idea.objects.visible_to(user).open_to_support().for_cards())
    return list(ideas.order_by("-seen_support", "-pk")[:limit])


def _answers_unseen(user: "User") -> list[Waiting]:
    # Reading an answer is no activity: which ideas have news is asked each time, their words only when they may have changed.
    ids = tuple(pk for (pk,) in _with_news(user.pk))
    if not ids:
        return []
    name = ("ideas.news", user.pk, ids, get_language())
    found: list[Waiting] = until_something_happens(name, user, lambda: _news(user))
    return found


def _news(user: "User") -> list[Waiting]:
    ideas = Idea.objects.visible_to(user).filter(author=user, author_has_news=True).select_related("last_decision")
    return [
        Waiting(
            title=_("Your idea has news: %(status)s") % {"status": idea.get_status_display()},
            detail=idea.title,
            url=idea.get_absolute_url(),
            icon="lightbulb",
            at=idea.last_decision.at if idea.last_decision else idea.created_at,
        )
        for idea in ideas.defer("problem", "proposal", "benefit", "words").order_by("pk")[:10]
    ]


def _long_unanswered(user: "User") -> list[Waiting]:
    """One line for answers and steps that are overdue, one for ideas without a due date that wait for long. One query."""
    now = timezone.now()
    late = Q(answer_due_at__lte=now, status__in=STILL_OWED)
    forgotten = Q(answer_due_at=None, official_answer=None, created_at__lt=now - LONG_WAIT, status__in=UNDECIDED)
    found = (
        Idea.objects.visible_to(user)
        .filter(late | forgotten)
        .aggregate(
            late=Count("pk", filter=late),
            since=Min("answer_due_at", filter=late),
            how_many=Count("pk", filter=forgotten),
            oldest=Min("created_at", filter=forgotten),
        )
    )
    lines = [_overdue(found["late"], found["since"])] if found["late"] else []
    if not found["how_many"]:
        return lines
    title = ngettext(
        "%(count)d idea waits for an official answer",
        "%(count)d ideas wait for an official answer",
        found["how_many"],
    ) % {"count": found["how_many"]}
    return [
        *lines,
        Waiting(
            title=title,
            detail=_("Submitted more than two weeks ago"),
            url=f"{reverse('ideas:review')}?status=unanswered&order=oldest",
            icon="clock",
            at=found["oldest"],
        ),
    ]


def _overdue(count: int, since: datetime) -> Waiting:
    title = ngettext("%(count)d answer is overdue", "%(count)d answers are overdue", count) % {"count": count}
    return Waiting(
        title=title,
        detail=_("Their ideas say so to everyone"),
        url=f"{reverse('ideas:review')}?status=overdue&order=due",
        icon="triangle-alert",
        at=since,
    )
