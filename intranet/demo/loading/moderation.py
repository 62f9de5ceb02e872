"""What was reported, hidden and kept, and what the community manager puts forward."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from intranet.contributions.registry import registry
from intranet.demo.company import Company, Moment, stable_id
from intranet.demo.reading import load
from intranet.moderation import actions
from intranet.recognition.models import Highlight


def moments(company: Company) -> Iterator[Moment]:
    about = load("moderation")
    for report in about["reports"]:
        yield company.moment(report["at"], partial(_report, company, report))
    for decision in about["hidden"]:
        yield company.moment(decision["at"], partial(_hide, company, decision))
    for decision in about["dismissed"]:
        yield company.moment(decision["at"], partial(_dismiss, company, decision))
    for highlight in about["highlights"]:
        yield company.moment(highlight["at"], partial(_highlight, company, highlight))


def target_of(company: Company, about: dict[str, Any]) -> Any:
    """Return what ``about`` names: a post, an idea, an article or a thread."""
    shelves: dict[str, dict[str, Any]] = {
        "post": company.posts,
        "idea": company.ideas,
        "article": company.articles,
        "thread": company.threads,
    }
    kind = next(kind for kind in shelves if kind in about)
    return shelves[kind][about[kind]]


def _report(company: Company, report: dict[str, Any]) -> None:
    actions.report(
        target_of(company, report),
        by=company.people[report["by"]],
        category=report["category"],
        words=report["words"],
    )


def _hide(company: Company, decision: dict[str, Any]) -> None:
    actions.hide(
        target_of(company, decision),
        by=company.people[decision["by"]],
        reason=decision["reason"],
        clause=str(stable_id("clause", decision["clause"])),
    )


def _dismiss(company: Company, decision: dict[str, Any]) -> None:
    actions.dismiss(target_of(company, decision), by=company.people[decision["by"]], reason=decision["reason"])


def _highlight(company: Company, highlight: dict[str, Any]) -> None:
    target = target_of(company, highlight)
    kind = registry.kind_of(target)
    assert kind is not None
    until = company.calendar.now.date() + timedelta(days=highlight["days"])
    person = company.people[highlight["by"]]
    Highlight.objects.place(target, kind=kind, by=person, why=highlight["word"], until=until)
