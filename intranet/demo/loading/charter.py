"""The charter in its two versions, who has read them, and what is said under the clauses."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from intranet.charter.models import CharterPage, CharterVersion, Clause
from intranet.demo.company import Company, Moment, stable_id
from intranet.demo.loading.conversation import messages_of
from intranet.demo.reading import load, to_html
from intranet.discussions.models import Discussion


def moments(company: Company) -> Iterator[Moment]:
    about = load("charter")
    for number, version in enumerate(about["versions"], start=1):
        yield company.moment(version["at"], partial(_publish, company, about, version, number))
        published = company.calendar.at(version["at"])
        for order, who in enumerate(about["acknowledged"][number], start=1):
            yield Moment(published + order * timedelta(minutes=47), partial(_acknowledge, company, number, who))
    for key, conversation in about["posts"].items():
        yield from messages_of(company, f"clause/{key}", conversation, partial(_discussion, key))


def _discussion(key: str) -> Discussion:
    return Clause.objects.select_related("discussion").get(key=stable_id("clause", key)).discussion


def _publish(company: Company, about: dict[str, Any], version: dict[str, Any], number: int) -> None:
    page = CharterPage.objects.get()
    page.title = about["title"]
    page.introduction_fr, page.introduction_en = (to_html(about["introduction"][code]) for code in ("fr", "en"))
    page.clauses = [
        {"type": "clause", "id": str(stable_id("clause", one["key"])), "value": _words(one, number)}
        for one in about["clauses"]
        if one.get("since", 1) <= number
    ]
    page.asks_again = version["asks_again"]
    page.note_fr, page.note_en = version["note"]["fr"], version["note"]["en"]
    for name, colour in about["colours"].items():
        setattr(page, name, colour)
    page.save_revision(user=company.people[version["by"]]).publish(user=company.people[version["by"]])


def _words(one: dict[str, Any], number: int) -> dict[str, str]:
    said = one["before"] if number == 1 and "before" in one else one
    words = {"specimen": one.get("specimen", "")}
    for code in ("fr", "en"):
        words[f"title_{code}"] = said[code]["title"]
        words[f"body_{code}"] = to_html(said[code]["body"])
    return words


def _acknowledge(company: Company, number: int, who: str) -> None:
    CharterVersion.objects.get(number=number).acknowledge(by=company.people[who])
