"""Campaigns: prepared, published, opened and closed by the clock as in life, with their ideas and supports."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from ideas import clock
from ideas.models import Campaign, Idea, Method
from ideas.models.managed import Planned
from intranet.demo.clock import HERE
from intranet.demo.company import Company, Moment
from intranet.demo.loading.ideas import decide, submitted
from intranet.demo.reading import load


def moments(company: Company) -> Iterator[Moment]:
    made: dict[str, Campaign] = {}
    for about in load("campaigns"):
        yield company.moment(about["at"], partial(_prepare, company, made, about))
        for phase in about["phases"]:
            for name in ("opens", "closes"):
                at = _at(company, phase[name])
                if at < company.calendar.now:
                    yield Moment(at, clock.tick)
        vote = next((phase for phase in about["phases"] if "support" in phase["acts"]), None)
        for told in about["ideas"]:
            yield company.moment(told["at"], partial(_submit, company, made, about["id"], told))
            yield from _supports(company, told, _at(company, vote["opens"]) if vote else company.calendar.now)
            for step in told.get("steps", []):
                yield company.moment(step["at"], partial(_decide, company, told["title"], step))


def _prepare(company: Company, made: dict[str, Campaign], about: dict[str, Any]) -> None:
    by, campaign = company.people[about["by"]], prepared(company, about)
    phases = [
        Planned(None, phase["title"], _at(company, phase["opens"]), _at(company, phase["closes"]), tuple(phase["acts"]))
        for phase in about["phases"]
    ]
    campaign.set_phases(by=by, phases=phases)
    campaign.set_rules(by=by, method=Method.SUPPORT, settings={"hidden": about["hidden"]})
    campaign.publish(by=by)
    made[about["id"]] = campaign


def prepared(company: Company, about: dict[str, Any]) -> Campaign:
    """Have somebody write what the campaign says of itself, as ``about`` tells; it has no phases and no rules yet."""
    return Campaign.prepare(
        by=company.people[about["by"]],
        title=about["title"],
        theme=about["theme"],
        language=about["language"],
        sponsor=company.people[about["sponsor"]],
        about=company.html(about["about"]),
        rules=company.html(about.get("rules", "")),
    )


def _submit(company: Company, made: dict[str, Campaign], campaign: str, told: dict[str, Any]) -> None:
    now = Campaign.objects.get(pk=made[campaign].pk)
    company.ideas[told["title"]] = submitted(company, told, campaign=now)


def _supports(company: Company, told: dict[str, Any], opens: datetime) -> Iterator[Moment]:
    for number, who in enumerate(told["supporters"]):
        at = opens + timedelta(hours=1 + 5 * number, minutes=7 * number)
        yield Moment(
            min(at, company.calendar.now - timedelta(minutes=5)), partial(_support, company, told["title"], who)
        )


def _support(company: Company, title: str, who: str) -> None:
    Idea.objects.get(pk=company.ideas[title].pk).support(by=company.people[who])


def _decide(company: Company, title: str, step: dict[str, Any]) -> None:
    decide(company, Idea.objects.get(pk=company.ideas[title].pk), step)


def _at(company: Company, when: str) -> datetime:
    """Return the moment of "12 09:15" (working days ago) or of "+6 18:00" (days from today), in Paris."""
    if not when.startswith("+"):
        return company.calendar.at(when)
    days, hour = when[1:].split()
    day = company.calendar.now.astimezone(HERE).date() + timedelta(days=int(days))
    return datetime.combine(day, time.fromisoformat(hour), tzinfo=HERE)
