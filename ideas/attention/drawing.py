"""The orders of a day, drawn by the worker after midnight; what comes during the day joins them where chance puts it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from ideas.attention import arithmetic
from ideas.attention.arithmetic import Prior, Standing
from ideas.attention.models import Attention, Draw, Place, Strand
from ideas.models import Act, Campaign, Idea, Support
from ideas.models.status import OPEN_TO_SUPPORT
from intranet.accounts.models import Department, User
from intranet.core.locks import sole_holder

_WRITTEN_AT_ONCE = 2000
# Far beyond twice around the circle, and a gap that reaches back over all of it.
_BEYOND = 2**61
_EVER = 2**62
_KNOWN = ("seen_by", "viewers", "views", "bridging", "bridges", "campaign", "idea__support_count", "idea__campaign")


def is_due() -> bool:
    """Say whether today's orders have still to be drawn."""
    return not Draw.objects.filter(day__gte=timezone.localdate()).exists()


def draw_if_due() -> bool:
    """Draw today's orders unless they are drawn; return whether they were drawn now."""
    with sole_holder("ideas-draw") as mine:
        if not mine or not is_due():
            return False
        draw(timezone.localdate())
        return True


def draw(day: date) -> Draw:
    """Draw every order for ``day``. Places are written in short transactions, then the draw comes into force at once.

    The draw before it is kept until the next one: a list that is being read still finds its rows.
    """
    before = Draw.objects.aggregate(latest=Max("number"))["latest"] or 0
    number = before + 1
    Place.objects.filter(draw__gte=number).delete()  # what a worker that was stopped left behind
    upto = Idea.objects.aggregate(last=Max("pk"))["last"] or 0
    _keep_attention()
    made = Draw(number=number, day=day, upto=upto)
    rows = _places_of_everything(made)
    while batch := list(islice(rows, _WRITTEN_AT_ONCE)):
        Place.objects.bulk_create(batch)
    with transaction.atomic():
        made.save(force_insert=True)
        Draw.objects.filter(number__lt=before).delete()
    Place.objects.filter(draw__lt=before).delete()
    return made


def place_again(ideas: Iterable[int]) -> None:
    """Give these ideas their places in the draw in force anew: they came, opened or closed today. Idempotent."""
    latest = Draw.objects.order_by("-number").first()
    if latest is None:
        return
    wanted = list(ideas)
    with transaction.atomic():
        Place.objects.filter(draw=latest.number, idea__in=wanted).delete()
        rows = []
        for campaign, standings, closed in _standings(Idea.objects.filter(pk__in=wanted)):
            terms = latest.campaigns.get(str(campaign.pk)) or _terms([])
            for standing in standings:
                rows += _places_of(latest, campaign.pk, standing, terms)
            rows += [_beyond(latest, campaign.pk, *one) for one in closed]
        Place.objects.bulk_create(rows)
        Attention.objects.bulk_create(
            [
                Attention(idea_id=row.idea_id, campaign_id=row.campaign_id)
                for row in {r.idea_id: r for r in rows}.values()
            ],
            ignore_conflicts=True,
        )


def _places_of_everything(made: Draw) -> Iterator[Place]:
    departments = min(arithmetic.DEPARTMENTS, _peopled_departments())
    for campaign, standings, closed in _standings(Idea.objects.all()):
        terms = _terms(standings, departments)
        made.campaigns[str(campaign.pk)] = terms
        seed = f"{made.day}/{campaign.pk}"
        tickets = arithmetic.tickets_of(standings, settings.PARVIS_GUARANTEED_VIEWS, departments)
        for ticket in arithmetic.circle(tickets, seed):
            yield from _twice(made, campaign.pk, ticket)
        for standing in standings:
            yield from _hands_of(made, campaign.pk, standing, terms)
        for one in closed:
            yield _beyond(made, campaign.pk, *one)


def _standings(ideas: "QuerySet[Idea]") -> Iterator[tuple[Campaign, list[Standing], list[tuple[int, datetime]]]]:
    """Give, for each campaign: what is known of its ideas that wait for attention, and (id, time) of the others."""
    by_campaign: dict[int, list[dict[str, Any]]] = defaultdict(list)
    known = ("attention__viewers", "attention__seen_by")
    fields = ("pk", "campaign_id", "status", "is_hidden", "support_count", "created_at", *known)
    for row in ideas.order_by("pk").values(*fields).iterator(chunk_size=2000):
        by_campaign[row["campaign_id"]].append(row)
    for campaign in Campaign.objects.filter(pk__in=by_campaign):
        waits = _waits_for_attention(campaign)
        standings, closed = [], []
        for row in by_campaign[campaign.pk]:
            if waits and row["status"] in OPEN_TO_SUPPORT and not row["is_hidden"]:
                seen_by = {int(pk): people for pk, people in (row["attention__seen_by"] or {}).items()}
                viewers = row["attention__viewers"] or 0
                standings.append(Standing(row["pk"], viewers, row["support_count"], seen_by))
            else:
                closed.append((row["pk"], row["created_at"]))
        yield campaign, standings, closed


def _waits_for_attention(campaign: Campaign) -> bool:
    return any(campaign.allows(act) for act in (Act.SUPPORT, Act.DISCUSS, Act.SUBMIT))


def _terms(standings: list[Standing], departments: int = arithmetic.DEPARTMENTS) -> dict[str, Any]:
    """Return what an idea that comes later needs to join these, and whether all of them are served."""
    guaranteed = settings.PARVIS_GUARANTEED_VIEWS
    prior = arithmetic.prior_of(standings)
    tickets = arithmetic.tickets_of([*standings, Standing(0)], guaranteed, departments)
    return {
        "alpha": prior.alpha,
        "beta": prior.beta,
        "tickets": tickets[0],
        "served": all(standing.is_served(guaranteed, departments) for standing in standings),
    }


def _places_of(made: Draw, campaign: int, standing: Standing, terms: dict[str, Any]) -> list[Place]:
    """Return the places of an idea that joins a draw which is in force."""
    joining = arithmetic.joining(standing.idea, terms["tickets"], f"{made.day}/{campaign}")
    circle = [place for ticket in joining for place in _twice(made, campaign, ticket)]
    return [*circle, *_hands_of(made, campaign, standing, terms)]


def _twice(made: Draw, campaign: int, ticket: arithmetic.Ticket) -> Iterator[Place]:
    for at in (ticket.at, ticket.at + arithmetic.AROUND):
        yield Place(
            draw=made.number,
            strand=Strand.DISCOVER,
            campaign_id=campaign,
            idea_id=ticket.idea,
            at=at,
            gap=ticket.gap,
        )


def _hands_of(made: Draw, campaign: int, standing: Standing, terms: dict[str, Any]) -> Iterator[Place]:
    prior = Prior(terms["alpha"], terms["beta"])
    for hand in range(arithmetic.HANDS):
        rate = arithmetic.drawn(standing, prior, f"{made.day}/{hand}")
        yield Place(
            draw=made.number,
            strand=Strand.HAND + hand,
            campaign_id=campaign,
            idea_id=standing.idea,
            at=int((1 - rate) * arithmetic.AROUND),
        )


def _beyond(made: Draw, campaign: int, idea: int, at: datetime) -> Place:
    late = _BEYOND - int(at.timestamp() * 1000)
    return Place(draw=made.number, strand=Strand.DISCOVER, campaign_id=campaign, idea_id=idea, at=late, gap=_EVER)


def _peopled_departments() -> int:
    return User.objects.active().exclude(department=None).values("department").distinct().count()


def _keep_attention() -> None:
    """Give every idea its row, and every row its bridging support of today."""
    missing = Idea.objects.filter(attention=None).values_list("pk", "campaign_id")
    Attention.objects.bulk_create(
        [Attention(idea_id=pk, campaign_id=campaign) for pk, campaign in missing.iterator()],
        batch_size=_WRITTEN_AT_ONCE,
        ignore_conflicts=True,
    )
    sizes = dict(
        Department.objects.filter(people__is_active=True).annotate(size=Count("people")).values_list("pk", "size")
    )
    given: dict[int, dict[int, int]] = defaultdict(dict)
    by_department = Support.objects.filter(user__department__isnull=False).values_list("idea", "user__department")
    for idea, department, people in by_department.order_by().annotate(people=Count("pk")).iterator():
        given[idea][department] = people
    rows = list(Attention.objects.select_related("idea").only(*_KNOWN))
    by_campaign: dict[int, list[tuple[Attention, Standing]]] = defaultdict(list)
    for row in rows:
        seen_by = {int(pk): people for pk, people in row.seen_by.items()}
        standing = Standing(row.pk, row.viewers, row.idea.support_count, seen_by, given.get(row.pk, {}))
        by_campaign[row.idea.campaign_id].append((row, standing))
    changed = []
    for campaign, ideas in by_campaign.items():
        prior = arithmetic.prior_of(standing for _row, standing in ideas)
        for row, standing in ideas:
            score = round(arithmetic.bridging(standing, prior, sizes), 6)
            bridges = score > prior.mean and len(standing.supported_by) >= arithmetic.DEPARTMENTS
            if (row.bridging, row.bridges, row.campaign_id) != (score, bridges, campaign):
                row.bridging, row.bridges, row.campaign_id = score, bridges, campaign
                changed.append(row)
    # As one insert that finds its rows there: an UPDATE with a case for each row takes ten times as long.
    Attention.objects.bulk_create(
        changed,
        batch_size=_WRITTEN_AT_ONCE,
        update_conflicts=True,
        unique_fields=["idea"],
        update_fields=["bridging", "bridges", "campaign"],
    )
