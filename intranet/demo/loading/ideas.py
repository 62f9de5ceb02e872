"""Ideas, who supports them, what was decided and said."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from ideas.models import Idea, Status
from intranet.demo.company import Company, Moment
from intranet.demo.loading.conversation import messages_of
from intranet.demo.reading import load
from intranet.discussions.models import Discussion

TEXTS = ("problem", "proposal", "benefit")


def moments(company: Company) -> Iterator[Moment]:
    for about in load("ideas"):
        yield company.moment(about["at"], partial(submit, company, about))
        for when, who in _supports(company, about):
            yield Moment(when, partial(_support, company, about["id"], who))
        for edit in about.get("edits", []):
            yield company.moment(edit["at"], partial(_edit, company, about, edit))
        for step in about.get("steps", []):
            yield company.moment(step["at"], partial(_decide, company, about["id"], step))
        talk = partial(_discussion, company, about["id"])
        yield from messages_of(company, f"idea/{about['id']}", about["posts"], talk)


def submit(company: Company, about: dict[str, Any]) -> None:
    company.ideas[about["id"]] = submitted(company, about)


def submitted(company: Company, about: dict[str, Any], **more: Any) -> Idea:
    """Have somebody submit the idea that ``about`` tells; ``more``: what its campaign asks besides."""
    return Idea.submit(
        by=company.people[about["by"]],
        title=about["title"],
        departments=[company.departments[slug] for slug in about.get("departments", [])],
        tags=about.get("tags", []),
        language=about.get("language", "fr"),
        problem=company.html(about["problem"]),
        proposal=company.html(about["proposal"]),
        benefit=company.html(about.get("benefit", "")),
        **more,
    )


def _supports(company: Company, about: dict[str, Any]) -> Iterator[tuple[datetime, str]]:
    """Spread the supporters over the time the idea was open to support: many at first, fewer later."""
    closing = [step["at"] for step in about.get("steps", []) if not Status(step["to"]).accepts_support]
    start = company.calendar.at(about["at"])
    first, last = int(about["at"].split()[0]), int(closing[0].split()[0]) + 1 if closing else 1
    supporters = about["supporters"]
    for order, who in enumerate(supporters):
        day = first - round((first - last) * (order / len(supporters)) ** 2)
        when = company.calendar.moment(day, time(8 + order * 5 % 10, order * 17 % 60))
        yield max(when, start + timedelta(minutes=13 * (order + 1))), who


def _support(company: Company, key: str, who: str) -> None:
    company.ideas[key].support(by=company.people[who])


def _edit(company: Company, about: dict[str, Any], edit: dict[str, Any]) -> None:
    idea = company.ideas[about["id"]]
    idea.edit(
        by=company.people[about["by"]],
        version=idea.version,
        departments=list(idea.departments.all()),
        tags=about["tags"],
        **{name: company.html(edit[name]) for name in TEXTS if name in edit},
    )


def _decide(company: Company, key: str, step: dict[str, Any]) -> None:
    decide(company, company.ideas[key], step)


def decide(company: Company, idea: Idea, step: dict[str, Any]) -> None:
    """Have somebody decide about ``idea``, as ``step`` tells."""
    idea.decide(
        by=company.people[step["by"]],
        status=Status(step["to"]),
        answer=company.html(step.get("answer", ""), profile="post"),
        expected=idea.last_decision_id,
        reason=step.get("reason"),
    )


def _discussion(company: Company, key: str) -> Discussion:
    return company.ideas[key].discussion
