"""What people looked for, and what the community manager tuned."""

from collections.abc import Iterator
from datetime import time, timedelta
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from intranet.demo.company import Company, Moment
from intranet.demo.reading import load
from intranet.search.measuring.models import Asked
from intranet.search.measuring.models.asked import Outcome
from intranet.search.measuring.sameness import key_of, normalised
from intranet.search.models import BestBet, SynonymGroup
from intranet.search.text import language_of
from knowledge.models import ArticlePage

_FOUND = 8


def moments(company: Company) -> Iterator[Moment]:
    about = load("search")
    for group in about["synonyms"]:
        yield company.moment(group["at"], partial(_tune, company, group))
    for bet in about["bets"]:
        yield company.moment(bet["at"], partial(_recommend, company, bet))
    for number, search in enumerate(about["searches"]):
        for who, days in zip(search["by"], search["days"], strict=True):
            at = company.calendar.moment(days, time(9 + number, 7 * (1 + len(who)) % 60))
            yield Moment(at, partial(_search, company, search, who))


def _tune(company: Company, about: dict[str, Any]) -> None:
    SynonymGroup(expressions="\n".join(about["expressions"]), language=about["language"]).change(
        by=company.people["camille"]
    )


def _recommend(company: Company, about: dict[str, Any]) -> None:
    BestBet(
        patterns="\n".join(about["patterns"]),
        kind="article",
        target_type=ContentType.objects.get_for_model(ArticlePage),
        target_id=company.articles[about["article"]].pk,
        note=about["note"],
    ).change(by=company.people["camille"])


def _search(company: Company, about: dict[str, Any], who: str) -> None:
    person, text = company.people[who], normalised(about["text"])
    said: dict[str, Any] = {"results": about.get("missed", 0), "outcome": Outcome.ZERO}
    if said["results"]:
        said["outcome"] = Outcome.ABANDONED
    if opened := about.get("opened"):
        at = timezone.now() + timedelta(seconds=8)
        clicked = {"clicked_kind": "article", "clicked_id": company.articles[opened].pk, "clicked_rank": 1}
        said = {"results": _FOUND, "outcome": Outcome.CLICKED, "clicked_at": at, "dwelt": True, **clicked}
    language = language_of(text, person.language)
    Asked.objects.create(person=person, text=text, key=key_of(text), language=language, settled=True, **said)
