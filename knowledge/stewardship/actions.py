"""What reaches beyond one article's row: archiving, reading anew after the interval, reminders, hand-overs."""

import calendar
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from intranet.accounts.models import User
from intranet.contributions.models import Activity
from intranet.contributions.models.activity import record
from knowledge.models import ArticlePage, SpacePage
from knowledge.stewardship.models import Concern, Stewardship
from knowledge.stewardship.models.stewardship import raise_concern

if TYPE_CHECKING:
    from collections.abc import Iterable

# An owner is told once a week, of everything together.
BETWEEN_REMINDERS = timedelta(days=7)
_AT_ONCE = 500
# What counts as having worked on an article, when somebody is looked for to own it.
WORK = ("article.published", "article.updated", "article.restored", "article.verified")


@transaction.atomic
def archive(article: ArticlePage, *, by: User | None, why: str, at: datetime | None = None) -> None:
    """Put ``article`` aside: it stays readable at its address, says so, and comes last in search. Told once.

    ``at`` is when that was, of an article that comes from elsewhere; nothing is archived in the future.
    """
    now = timezone.now()
    if not ArticlePage.objects.filter(pk=article.pk, archived_at=None).update(
        archived_at=min(at or now, now), archived_why=why
    ):
        return
    record("article.archived", by=by, target=article, why=why)
    article.refresh_from_db(fields=["archived_at", "archived_why"])


@transaction.atomic
def bring_back(article: ArticlePage, *, by: User | None) -> None:
    """Take ``article`` out of the archive. It is to check if it was before."""
    if ArticlePage.objects.filter(pk=article.pk).exclude(archived_at=None).update(archived_at=None, archived_why=""):
        record("article.brought_back", by=by, target=article)
    article.refresh_from_db(fields=["archived_at", "archived_why"])


def keep_aside(article: ArticlePage, *, by: User | None, why: str | None, at: datetime | None = None) -> None:
    """Answer ``article.archive``: an import has it archived since ``at``, for the reason ``why``, or (``None``) not."""
    if why is None:
        bring_back(article, by=by)
    else:
        archive(article, by=by, why=why, at=at)


def months_before(moment: datetime, months: int) -> datetime:
    """Return the same day ``months`` months earlier; the last of the month where that has no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))


def raise_overdue(now: datetime | None = None) -> int:
    """Mark the articles that nobody verified within the interval of their space (or of the nearest one around)."""
    now = now or timezone.now()
    months: dict[str, int] = {}
    raised = 0
    for space in SpacePage.objects.filter(live=True).order_by("path").only("path", "depth", "review_months"):
        interval = space.review_months or months.get(space.parent_path)
        if not interval:
            continue
        months[space.path] = interval
        standing_in = Q(article__path__startswith=space.path, article__depth=space.depth + 1)
        waiting = Stewardship.objects.filter(standing_in, article__live=True, article__archived_at=None)
        waiting = waiting.exclude(concerns__kind=Concern.Kind.INTERVAL, concerns__settled_at=None)
        aged = waiting.annotate(since=Coalesce("verified_at", "article__first_published_at"))
        old = aged.filter(since__lt=months_before(now, interval)).values_list("article_id", flat=True)
        raised += raise_concern(list(old[:_AT_ONCE]), Concern.Kind.INTERVAL)
    return raised


def remind_owners(now: datetime | None = None) -> int:
    """Tell each owner once a week, in one line, how many of their articles are to check; return how many were told."""
    to_check = Stewardship.objects.filter(
        state=Stewardship.State.TO_CHECK, owner__is_active=True, article__live=True, article__archived_at=None
    )
    waiting: dict[int, list[int]] = defaultdict(list)
    for owner, article in to_check.values_list("owner_id", "article_id"):
        waiting[owner].append(article)
    return _remind("articles.to_check", waiting, now or timezone.now(), page=reverse("stewardship:mine"))


def offer_unowned(now: datetime | None = None) -> int:
    """Tell who did most of the work on articles that nobody owns that they could; once a month, in one line."""
    page = f"{reverse('stewardship:mine')}?show=offered"
    month = timedelta(days=30)
    return _remind("articles.unowned", _candidates(None), now or timezone.now(), page=page, between=month)


def _remind(
    verb: str, waiting: dict[int, list[int]], now: datetime, *, page: str, between: timedelta = BETWEEN_REMINDERS
) -> int:
    """Record ``verb`` for each person (id) with the number of their articles that they may see, unless told lately.

    Who may not see an article any more does not hear of it, nor count it: one query a person who is told.
    """
    person_type = ContentType.objects.get_for_model(User)
    lately = Activity.objects.filter(verb=verb, target_type=person_type, at__gt=now - between)
    reminded = set(lately.filter(target_id__in=waiting).values_list("target_id", flat=True))
    told = 0
    with transaction.atomic():
        for person in User.objects.active().filter(pk__in=waiting.keys() - reminded).select_related("department"):
            count = ArticlePage.objects.visible_to(person).filter(pk__in=waiting[person.pk]).count()
            if count:
                record(verb, by=None, target=person, count=count, page=page)
                told += 1
    return told


def _candidates(user: User | None) -> dict[int, list[int]]:
    """Return, for each person who did most of the work on an article nobody owns, those articles' ids.

    With ``user`` only theirs. Work is what ``WORK`` names; a tie goes to who worked on it last.
    """
    unowned = Stewardship.objects.unowned().filter(article__live=True, article__archived_at=None)
    kind = ContentType.objects.get_for_model(ArticlePage)
    work = Activity.objects.filter(
        verb__in=WORK, target_type=kind, target_id__in=unowned.values("article_id"), actor__is_active=True
    )
    if user is not None:
        theirs = Activity.objects.filter(verb__in=WORK, target_type=kind, actor=user).values("target_id")
        work = work.filter(target_id__in=theirs)
    best: dict[int, tuple[int, int, int]] = {}
    for article, actor, number, last in work.values_list("target_id", "actor_id").annotate(
        number=Count("pk"), last=Max("pk")
    ):
        best[article] = max(best.get(article, (0, 0, 0)), (number, last, actor))
    found: dict[int, list[int]] = defaultdict(list)
    for article, (_number, _last, actor) in best.items():
        found[actor].append(article)
    return found


def offered_to(user: User) -> "Iterable[int]":
    """Return the ids of the articles without an owner that ``user`` worked on most."""
    return _candidates(user).get(user.pk, [])


def take_on(articles: "Iterable[ArticlePage]", *, by: User) -> int:
    """Have ``by`` own those of ``articles`` that nobody owns; return how many."""
    taken = 0
    for article in articles:
        with transaction.atomic():
            row = Stewardship.objects.of(article).hold()
            if not row.is_owned:
                row.entrust(by=by, owner=by, reviewer=row.reviewer)
                taken += 1
    return taken
