"""Campaigns with a vote: one that is counted and published, one that is open."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from ideas import clock
from ideas.models import Act, Campaign, Idea, Method
from ideas.models.managed import Planned
from ideas.voting import casting, closing
from intranet.demo.company import Company, Moment
from intranet.demo.reading import load

# How long after the opening the first ballot is cast, and the next.
_PAUSE = timedelta(minutes=47)


def moments(company: Company) -> Iterator[Moment]:
    for about in load("votes"):
        yield company.moment(about["prepared"], partial(_prepare, company, about))
        for idea in about["ideas"]:
            yield company.moment(idea["at"], partial(_submit, company, about, idea))
        opens = company.calendar.at(about["opens"])
        yield Moment(opens, partial(clock.tick))
        for number, (who, chosen) in enumerate(about["votes"].items(), start=1):
            yield Moment(opens + _PAUSE * number, partial(_vote, company, about, who, chosen))
        if "closes" in about:
            yield company.moment(about["closes"], partial(_close, about))


def _prepare(company: Company, about: dict[str, Any]) -> None:
    by = company.people[about["by"]]
    opens = company.calendar.at(about["opens"])
    closes = (
        company.calendar.at(about["closes"])
        if "closes" in about
        else company.calendar.now + timedelta(days=about["open_for"])
    )
    campaign = Campaign.prepare(
        by=by,
        title=about["title"],
        theme=about["theme"],
        language=about["language"],
        sponsor=company.people[about["sponsor"]],
        about=company.html(about["about"]),
    )
    french = about["language"] == "fr"
    gathering = (Act.SUBMIT, Act.DISCUSS)
    campaign.set_rules(by=by, method=Method.BUDGET, settings=about["settings"])
    campaign.set_phases(
        by=by,
        phases=[
            Planned(None, "Proposer" if french else "Propose", timezone.now(), opens, gathering),
            Planned(None, "Voter" if french else "Vote", opens, closes, (Act.DISCUSS, Act.SUPPORT)),
        ],
    )
    campaign.publish(by=by)
    clock.tick()
    about["slug"] = campaign.slug


def _submit(company: Company, about: dict[str, Any], said: dict[str, Any]) -> None:
    idea = Idea.submit(
        by=company.people[said["by"]],
        title=said["title"],
        problem=company.html(said["problem"]),
        proposal=company.html(said["proposal"]),
        language=said.get("language", "fr"),
        campaign=_campaign(about),
    )
    Idea.objects.filter(pk=idea.pk).update(cost=said["cost"])
    company.ideas[said["id"]] = idea


def _vote(company: Company, about: dict[str, Any], who: str, chosen: list[str] | dict[str, int]) -> None:
    points = chosen if isinstance(chosen, dict) else dict.fromkeys(chosen, 1)
    choices = {company.ideas[name].pk: number for name, number in points.items()}
    casting.cast(_campaign(about), by=company.people[who], choices=choices, version=0)


def _close(about: dict[str, Any]) -> None:
    """What the clock does at the hour, and the worker at once after it."""
    clock.tick()
    rulebook = Campaign.objects.get(slug=about["slug"]).rulebooks.get()
    closing.seal(rulebook)
    closing.publish(rulebook)


def _campaign(about: dict[str, Any]) -> Campaign:
    return Campaign.objects.select_related("rulebook").get(slug=about["slug"])
