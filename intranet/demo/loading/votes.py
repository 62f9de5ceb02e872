"""Campaigns with a vote, of each kind: budgets, tokens and duels, some counted and published, some open."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from ideas import clock
from ideas.living import fields
from ideas.models import Act, Campaign, Method
from ideas.models.managed import Planned
from ideas.pairwise import closing as pairs
from ideas.pairwise import offering
from ideas.voting import casting, closing
from intranet.demo.clock import HERE
from intranet.demo.company import Company, Moment
from intranet.demo.loading.campaigns import prepared
from intranet.demo.loading.ideas import submitted
from intranet.demo.reading import load

# How long after the opening the first ballot is cast, and the next.
_PAUSE = timedelta(minutes=47)
# How long leadership takes to decide once a vote has closed.
_TO_DECIDE = timedelta(days=10)
# When a vote that is open will close, on its day.
_EVENING = time(18)


def moments(company: Company) -> Iterator[Moment]:
    for about in load("votes"):
        yield company.moment(about["prepared"], partial(_prepare, company, about))
        for idea in about["ideas"]:
            yield company.moment(idea["at"], partial(_submit, company, about, idea))
        opens = company.calendar.at(about["opens"])
        yield Moment(opens, partial(clock.tick))
        for number, (who, chosen) in enumerate(about.get("votes", {}).items(), start=1):
            yield Moment(opens + _PAUSE * number, partial(_vote, company, about, who, chosen))
        for number, (who, order) in enumerate(about.get("orders", {}).items(), start=1):
            yield Moment(opens + _PAUSE * number, partial(_compare, company, about, who, order))
        if "closes" in about:
            yield company.moment(about["closes"], partial(_close, about))


def _prepare(company: Company, about: dict[str, Any]) -> None:
    by = company.people[about["by"]]
    opens = company.calendar.at(about["opens"])
    closes = (
        company.calendar.at(about["closes"])
        if "closes" in about
        else datetime.combine(company.calendar.now.astimezone(HERE) + timedelta(days=about["open_for"]), _EVENING, HERE)
    )
    campaign = prepared(company, about)
    french = about["language"] == "fr"
    gathering = (Act.SUBMIT, Act.DISCUSS)
    campaign.set_rules(by=by, method=_method(about), settings=about["settings"])
    campaign.set_phases(
        by=by,
        phases=[
            Planned(None, "Proposer" if french else "Propose", timezone.now(), opens, gathering),
            Planned(None, "Voter" if french else "Vote", opens, closes, (Act.DISCUSS, Act.SUPPORT)),
            # An answer is due from here on, not while people still vote.
            Planned(None, "Décider" if french else "Decide", closes, closes + _TO_DECIDE, (Act.DISCUSS, Act.DECIDE)),
        ],
    )
    for field in about.get("fields", []):
        fields.save_field(campaign, {"required": False, "help": {}, "asked": True, **field}, key="", by=by)
    campaign.publish(by=by)
    clock.tick()
    about["slug"] = campaign.slug


def _submit(company: Company, about: dict[str, Any], said: dict[str, Any]) -> None:
    campaign = _campaign(about)
    answers = _answers(campaign, said.get("answers", []))
    company.ideas[said["id"]] = submitted(company, said, campaign=campaign, answers=answers, cost=said.get("cost"))


def _answers(campaign: Campaign, said: list[str | int]) -> dict[str, str]:
    """Return what was said to each field of ``campaign``; of a choice, its number leads to its key."""
    found = {}
    for field, answer in zip(campaign.fields, said, strict=False):
        found[field["key"]] = answer if isinstance(answer, str) else field["choices"][answer - 1]["key"]
    return found


def _vote(company: Company, about: dict[str, Any], who: str, chosen: list[str] | dict[str, int]) -> None:
    points = chosen if isinstance(chosen, dict) else dict.fromkeys(chosen, 1)
    choices = {company.ideas[name].pk: number for name, number in points.items()}
    casting.cast(_campaign(about), by=company.people[who], choices=choices, version=0)


def _compare(company: Company, about: dict[str, Any], who: str, order: list[str]) -> None:
    """Judge the pairs that one is offered, by how one would order all the ideas."""
    place = {company.ideas[name].pk: number for number, name in enumerate(order)}
    campaign, by = _campaign(about), company.people[who]
    assert campaign.rulebook is not None
    for _turn in range(about["duels"]):
        duel = offering.offer(campaign, campaign.rulebook, by).duel
        if duel is None:
            return
        answer = "left" if place[duel.left.pk] < place[duel.right.pk] else "right"
        offering.judge(campaign, by=by, token=duel.token, answer=answer)


def _close(about: dict[str, Any]) -> None:
    """What the clock does at the hour, and the worker at once after it."""
    clock.tick()
    rulebook = Campaign.objects.get(slug=about["slug"]).rulebooks.get()
    if _method(about) == Method.PAIRWISE:
        pairs.keep(rulebook)
        return
    closing.seal(rulebook)
    closing.publish(rulebook)


def _method(about: dict[str, Any]) -> Method:
    return Method(about.get("method", Method.BUDGET))


def _campaign(about: dict[str, Any]) -> Campaign:
    return Campaign.objects.select_related("rulebook").get(slug=about["slug"])
