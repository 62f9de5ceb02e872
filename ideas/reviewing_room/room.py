"""What the page of a review shows, gathered in a bounded number of queries."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas import policies as idea_policies
from ideas.models import UNDECIDED, Act, Idea, Method
from ideas.reviewing_room import policies
from ideas.reviewing_room.arguments import Case, cases_of
from ideas.reviewing_room.cards import Cards, Opinions
from ideas.reviewing_room.models import Entry, Forecast, Measure, Review, Rule, Scorecard
from ideas.reviewing_room.models.review import Urls
from ideas.reviewing_room.paper import parts_of
from ideas.reviewing_room.past import Past, past_of
from ideas.reviewing_room.shortlisting import FROM_TALLY, beside_of, bridging_of
from ideas.reviewing_room.spread import Spread, spread_of
from ideas.rules import sign_of
from ideas.why_not import why_not
from intranet.contributions.registry import registry

if TYPE_CHECKING:
    from intranet.accounts.models import User

ORDERS = {"drawn": _("As drawn"), "score": _("By score"), "open": _("Undecided first")}


@dataclass
class Place:
    """One idea of the shortlist. ``badges``: why it stands out ("supported", "bridges", "divides")."""

    entry: Entry
    url: str
    opinions: Opinions
    mine: Scorecard | None
    may_score: bool
    sent: int
    expected: int
    spread: Spread | None
    sees_tally: bool
    badges: list[str] = field(default_factory=list)

    @property
    def idea(self) -> Idea:
        return self.entry.idea

    @property
    def urls(self) -> Urls:
        return Urls(self.entry.review, self.entry.idea_id)

    @property
    def is_decided(self) -> bool:
        """Whether the panel has had its say; where more was asked, it is the author's turn."""
        return self.idea.status not in UNDECIDED

    @property
    def shows_support(self) -> bool:
        """Whether support says something here: where one votes by ballot, there is none but what was given before."""
        by_support = self.entry.review.campaign.method == Method.SUPPORT
        return self.sees_tally and (by_support or self.idea.total_support > 0)

    @property
    def mine_is_sent(self) -> bool:
        return self.mine is not None and self.mine.is_submitted


class Room:
    """A review as ``user`` finds it: nobody's hidden tally, nobody's blind scorecard is in it.

    ``bridges_by_supports``: who saw the ideas is not counted yet, so bridging is told from the supports alone.
    """

    def __init__(self, review: Review, user: "User", *, order: str = "") -> None:
        self.review, self.user = review, user
        self.order = order if order in ORDERS else "drawn"
        self.sees_tally = idea_policies.can_see_contest(user, review.campaign)
        self.leads = policies.can_lead(user)
        rows = review.entries.visible_to(user).select_related(
            "idea__author__department", "idea__campaign", "idea__discussion", "added_by"
        )
        entries = list(rows.defer("idea__problem", "idea__proposal", "idea__benefit", "idea__words"))
        for entry in entries:
            entry.review = review
        self.cards = Cards(review, user, entries)
        self.spreads = spread_of(entry.idea_id for entry in entries) if self.sees_tally and entries else {}
        self.bridges_by_supports = False
        self.places = sorted((self._place(entry) for entry in entries), key=self._key)
        self.standouts = self._standouts()

    def _place(self, entry: Entry) -> Place:
        url = self.review.url("idea", entry.idea_id)
        return Place(
            entry=entry,
            url=url if self.order == "drawn" else f"{url}?order={self.order}",
            opinions=self.cards.opinions(entry),
            mine=self.cards.mine(entry),
            may_score=self.cards.may_score(entry),
            sent=self.cards.sent(entry),
            expected=self.cards.expected(entry),
            spread=self.spreads.get(entry.idea_id, Spread()) if self.sees_tally else None,
            sees_tally=self.sees_tally,
        )

    def _key(self, place: Place) -> tuple[Any, ...]:
        entry = place.entry
        drawn: tuple[Any, ...] = (entry.is_by_hand, entry.rank, entry.at, entry.pk)
        if not self.sees_tally and (self.review.rule in FROM_TALLY or self.review.rule == Rule.PAIRWISE):
            drawn = (0, 0, 0, entry.idea_id)  # the order would tell what is hidden
        if self.order == "score":
            mean = place.opinions.mean
            return (mean is None, -(mean or 0), *drawn)
        if self.order == "open":
            return (place.is_decided, *drawn)
        return drawn

    def _standouts(self) -> list[tuple[str, Place]]:
        """The most supported, the one that bridges most and the one that divides most; what cannot be said is left out.

        Where support is hidden, or says nothing, the idea that divides is the one whose scorecards are furthest apart.
        """
        found: dict[str, Place] = {}
        by_idea = {place.idea.pk: place for place in self.places}
        if self.sees_tally and self.places:
            first = max(self.places, key=lambda place: (place.idea.total_support, place.idea.pk))
            if first.idea.total_support:
                found["supported"] = first
            ideas = [place.idea for place in self.places]
            bridging = bridging_of(ideas, self.spreads)
            self.bridges_by_supports = not bridging.counts_views
            beside = beside_of(bridging, self.spreads)
            found |= {kind: by_idea[pk] for kind, pk in beside.items() if pk in by_idea}
        if "divides" not in found:
            apart = [(place.opinions.apart, place) for place in self.places if place.opinions.apart]
            if apart:
                found["divides"] = max(apart, key=lambda pair: (pair[0] or 0, -pair[1].idea.pk))[1]
        for kind, place in found.items():
            place.badges.append(kind)
        return [(kind, found[kind]) for kind in ("supported", "bridges", "divides") if kind in found]

    @property
    def tells_bridging_by_supports(self) -> bool:
        return self.bridges_by_supports and any(kind == "bridges" for kind, _place in self.standouts)

    @property
    def orders(self) -> list[tuple[str, Any]]:
        return list(ORDERS.items())

    @property
    def files(self) -> list[tuple[int, int, int]]:
        """The PDF files that the shortlist takes: (number, first, last)."""
        return parts_of(len(self.places))

    @property
    def decided(self) -> int:
        return sum(place.is_decided for place in self.places)

    @property
    def scored(self) -> tuple[int, int]:
        """How many scorecards this person sent, of how many that are waited for from them."""
        mine = [place for place in self.places if place.may_score or place.mine_is_sent]
        return sum(place.mine_is_sent for place in mine), len(mine)

    def place_of(self, idea_pk: int) -> Place:
        """Return the place of this idea; 404 if it is not on the list, or not for this person."""
        for place in self.places:
            if place.idea.pk == idea_pk:
                return place
        raise Http404

    def around(self, place: Place) -> tuple[Place | None, Place | None]:
        """Return the places before and after it."""
        at = self.places.index(place)
        before = self.places[at - 1] if at else None
        after = self.places[at + 1] if at + 1 < len(self.places) else None
        return before, after

    def next_open(self, place: Place) -> Place | None:
        """Return the next place that is still to be decided, from here on and then from the top."""
        at = self.places.index(place)
        return next((other for other in self.places[at + 1 :] + self.places[:at] if not other.is_decided), None)


class Desk:
    """One idea in the middle of the room, with all that a decision about it needs."""

    def __init__(self, room: Room, place: Place) -> None:
        self.room, self.place, self.user = room, place, room.user
        rows = Idea.objects.visible_to(room.user).select_related(
            "author__department",
            "campaign__rulebook",
            "discussion",
            "official_answer__by__department",
            "official_answer__reason",
            "last_decision__by",
            "last_decision__owner",
            "answer_owner",
        )
        idea = rows.filter(pk=place.idea.pk).first()
        if idea is None:
            raise Http404
        self.idea: Idea = idea
        self.before, self.after = room.around(place)

    @cached_property
    def case(self) -> Case:
        return cases_of([self.place.entry], self.user)[self.place.entry.pk]

    @cached_property
    def past(self) -> Past:
        return past_of(self.idea, self.user)

    @cached_property
    def measure(self) -> Measure | None:
        return Measure.objects.filter(idea=self.idea).prefetch_related("outcomes__asked").first()

    @cached_property
    def expected(self) -> dict[str, Any] | None:
        """What the idea's own page says is expected of it."""
        return next((told for told in registry.ask("idea.expected", self.idea) if told), None)

    @property
    def measures_differ(self) -> bool:
        """Whether the page of the idea measures something else than the panel."""
        return bool(self.measure and self.expected and self.expected["measure"] != self.measure.label)

    @cached_property
    def _forecasts(self) -> list[Forecast]:
        return list(self.measure.forecasts.select_related("by").order_by("pk")) if self.measure else []

    @property
    def my_forecast(self) -> Forecast | None:
        return next((forecast for forecast in self._forecasts if forecast.by_id == self.user.pk), None)

    @property
    def forecasts(self) -> list[Forecast]:
        """What the panel foresees, once one said what oneself foresees, or forecasts are closed."""
        if self.measure is None or (self.my_forecast is None and self.measure.takes_forecasts):
            return []
        return self._forecasts

    @property
    def forecast_count(self) -> int:
        return len(self._forecasts)

    @property
    def can_foresee(self) -> bool:
        takes = self.measure is not None and self.measure.takes_forecasts
        return takes and policies.can_foresee(self.user, self.room.cards.evaluators)

    @property
    def can_score(self) -> bool:
        if self.place.mine_is_sent or not self.place.may_score:
            return False
        return policies.can_score(self.user, self.room.review, self.room.cards.evaluators)

    @property
    def can_decide(self) -> bool:
        return policies.can_decide(self.user, self.idea)

    @property
    def why_not(self) -> str:
        """Why nobody decides now, for who otherwise would: the campaign has no phase for it."""
        return why_not(Act.DECIDE, self.idea.campaign) if self.room.leads and not self.can_decide else ""

    @property
    def currency(self) -> str:
        return sign_of(str(self.idea.campaign.settings.get("currency", ""))) if self.idea.campaign.settings else ""

    @property
    def elsewhere_url(self) -> str:
        """The form with every status."""
        return reverse("ideas:decide", args=[self.idea.pk])
