"""Ideas that are merged with others, or might be, or become several; and an opinion map that waits for its sixty voters."""

import random
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from ideas.joining import proposing
from ideas.joining.models import Joining
from ideas.models import Campaign
from ideas.opinions.models import Opinion, OpinionMap, Statement
from intranet.demo.company import Company, Moment
from intranet.demo.loading.ideas import submit
from intranet.demo.reading import load


def moments(company: Company) -> Iterator[Moment]:
    about = load("joinings")
    for idea in about["ideas"]:
        yield company.moment(idea["at"], partial(submit, company, idea))
        start = company.calendar.at(idea["at"])
        for order, who in enumerate(idea["supporters"], start=1):
            yield Moment(start + order * timedelta(minutes=23), partial(_support, company, idea["id"], who))
    for merge in about["merges"]:
        yield company.moment(merge["at"], partial(_propose, company, merge, about["why"]))
        if "accepted" in merge:
            yield company.moment(merge["accepted"], partial(_accept, company, merge, about["words"]))
    for split in about["splits"]:
        yield company.moment(split["at"], partial(_propose_split, company, split, about["why"]))
        yield company.moment(split["accepted"], partial(_accept, company, split, about["words"]))
    yield from _map(company, about["map"])


def _support(company: Company, key: str, who: str) -> None:
    company.ideas[key].support(by=company.people[who])


def _propose(company: Company, merge: dict[str, Any], why: dict[str, str]) -> None:
    source, target = company.ideas[merge["of"]], company.ideas[merge["into"]]
    proposing.propose_merge(source, target, by=company.people[merge["by"]], why=why[merge["of"]])


def _propose_split(company: Company, split: dict[str, Any], why: dict[str, str]) -> None:
    parts = [{"title": part["title"], "proposal": company.html(part["proposal"])} for part in split["parts"]]
    proposing.propose_split(company.ideas[split["of"]], parts, by=company.people[split["by"]], why=why[split["of"]])


def _accept(company: Company, joining: dict[str, Any], words: dict[str, str]) -> None:
    """Have the author of the other idea agree; where one idea becomes several, its own."""
    made = Joining.objects.get(source=company.ideas[joining["of"]])
    asked = company.ideas[joining["into"] if "into" in joining else joining["of"]]
    assert asked.author is not None
    proposing.answer(made, by=asked.author, accept=True, word=words[joining["of"]])


def _map(company: Company, about: dict[str, Any]) -> Iterator[Moment]:
    yield company.moment(about["at"], partial(_open, company, about))
    for said in about["statements"]:
        yield company.moment(said["at"], partial(_state, company, said))
    yield company.moment("1 16:00", partial(_vote, company))


def _open(company: Company, about: dict[str, Any]) -> None:
    OpinionMap.begin(Campaign.objects.open_box(), by=company.people[about["by"]], question=about["question"])


def _state(company: Company, said: dict[str, Any]) -> None:
    found = OpinionMap.objects.select_related("campaign").get()
    by = company.people[said["by"]]
    Statement.add(found, by=by, text=said["text"], language=said.get("language", "fr"))


def _vote(company: Company) -> None:
    """Half of the company has voted: far from the sixty that the map waits for."""
    chance = random.Random("opinions")  # noqa: S311 (repeatable, not secret)
    people = [company.people[name] for name in sorted(company.people)][::2]
    for statement in Statement.objects.order_by("pk"):
        for person in people:
            if person.pk != statement.author_id and chance.random() < 0.6:
                Opinion.objects.vote(statement, by=person, value=chance.choice((1, 1, 1, -1, 0)))
