"""A review room of leadership: its shortlist, what the evaluators think, and forecasts for an idea that was chosen."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from ideas.models import Campaign
from ideas.reviewing_room import shortlisting
from ideas.reviewing_room.models import Criterion, Entry, Measure, Review, Scorecard
from intranet.demo.company import Company, Moment
from intranet.demo.reading import load


def moments(company: Company) -> Iterator[Moment]:
    about = load("reviewing")
    made: dict[str, Review] = {}
    yield company.moment(about["at"], partial(_open, company, about, made))
    for entry in about["added"]:
        yield company.moment(entry["at"], partial(_add, company, entry, made))
    for card in about["scorecards"]:
        yield company.moment(card["at"], partial(_score, company, card, made))
    for measure in about["measures"]:
        yield company.moment(measure["at"], partial(_measure, company, measure))


def _open(company: Company, about: dict[str, Any], made: dict[str, Review]) -> None:
    by = company.people[about["by"]]
    review = Review.objects.open(Campaign.objects.open_box(), by=by, title=about["title"])
    Criterion.objects.replace(review, [{"pk": None, **criterion} for criterion in about["criteria"]])
    shortlisting.draw(review, by=by, rule="support", top=about["top"])
    review.invite([company.people[who] for who in about["evaluators"]], by=by)
    made["review"] = review


def _add(company: Company, about: dict[str, Any], made: dict[str, Review]) -> None:
    shortlisting.add(made["review"], company.ideas[about["idea"]], by=company.people[about["by"]], why=about["why"])


def _score(company: Company, about: dict[str, Any], made: dict[str, Review]) -> None:
    review = made["review"]
    Scorecard.objects.keep(
        Entry.objects.get(review=review, idea=company.ideas[about["idea"]]),
        by=company.people[about["by"]],
        scores={one.pk: score for one, score in zip(review.criteria.all(), about["scores"], strict=False)},
        comment=about["comment"],
        version=0,
        submit=not about.get("draft", False),
    )


def _measure(company: Company, about: dict[str, Any]) -> None:
    said = {name: about[name] for name in ("label", "unit", "target", "months")}
    idea = company.ideas[about["idea"]]
    idea.refresh_from_db()
    measure = Measure.objects.define(idea, by=company.people[about["by"]], at_least=True, **said)
    for forecast in about["forecasts"]:
        numbers = {name: forecast[name] for name in ("probability", "low", "expected", "high")}
        measure.foresee(by=company.people[forecast["by"]], **numbers)
