"""What became of ideas: asked for more, tried, appealed, withdrawn, carried out, measured, closed; an amendment; a draft."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from ideas.amending import actions as amending
from ideas.amending.clauses import clause_now
from ideas.living import actions, files
from ideas.living.models import Draft, Milestone
from ideas.models import Campaign, Idea, Status
from intranet.demo.company import Company, Moment, stable_id
from intranet.demo.reading import load

Row = dict[str, Any]


def moments(company: Company) -> Iterator[Moment]:
    about = load("living")
    simple: dict[str, Callable[[Company, Row], None]] = {
        "more": partial(_decide, to=Status.NEEDS_MORE),
        "pilot": partial(_decide, to=Status.PILOT),
        "owners": _hand_over,
        "withdrawn": _withdraw,
        "expected": _expect,
        "measured": _measure,
        "progress": _progress,
        "closed": _close,
        "amendments": _amend,
        "drafts": _draft,
        "files": _attach,
    }
    for name, do in simple.items():
        for row in about[name]:
            yield company.moment(row["at"], partial(do, company, row))
    for row in about["coauthors"]:
        yield company.moment(row["at"], partial(_invite, company, row))
        if row.get("joined"):
            yield company.moment(row["joined"], partial(_join, company, row))
    for row in about["appeals"]:
        yield company.moment(row["at"], partial(_appeal, company, row))
        if answer := row.get("answered"):
            answered = {**answer, "idea": row["idea"]}
            yield company.moment(answer["at"], partial(_decide, company, answered, to=Status(answer["to"])))
    for row in about["milestones"]:
        yield company.moment(row["at"], partial(_plan, company, row))
        if row.get("reached"):
            yield company.moment(row["reached"], partial(_reach, company, row))


def _now(company: Company, row: Row) -> Idea:
    return Idea.objects.select_related("campaign", "author").get(pk=company.ideas[row["idea"]].pk)


def _decide(company: Company, row: Row, *, to: Status) -> None:
    idea = _now(company, row)
    idea.decide(
        by=company.people[row["by"]],
        status=to,
        answer=company.html(row["answer"], profile="post"),
        expected=idea.last_decision_id,
        reason=row.get("reason"),
        owner=company.people[row["owner"]] if "owner" in row else None,
        due_at=timezone.now() + timedelta(days=row["due"]) if "due" in row else None,
    )


def _hand_over(company: Company, row: Row) -> None:
    _now(company, row).hand_to(company.people[row["to"]], by=company.people[row["by"]])


def _withdraw(company: Company, row: Row) -> None:
    idea = _now(company, row)
    assert idea.author is not None
    idea.withdraw(by=idea.author, why=company.html(row["words"], profile="post"))


def _invite(company: Company, row: Row) -> None:
    idea = _now(company, row)
    assert idea.author is not None
    idea.invite(company.people[row["who"]], by=idea.author)


def _join(company: Company, row: Row) -> None:
    _now(company, row).join(by=company.people[row["who"]])


def _appeal(company: Company, row: Row) -> None:
    idea = _now(company, row)
    assert idea.author is not None
    idea.appeal(by=idea.author, words=company.html(row["words"], profile="post"))


def _expect(company: Company, row: Row) -> None:
    actions.expect(
        _now(company, row),
        by=company.people[row["by"]],
        measure=row["measure"],
        unit=row["unit"],
        baseline=Decimal(row["baseline"]),
        target=Decimal(row["target"]),
        measure_on=None,
    )


def _measure(company: Company, row: Row) -> None:
    value, note = Decimal(row["value"]), row["note"]
    actions.measure(_now(company, row), by=company.people[row["by"]], value=value, on=timezone.localdate(), note=note)


def _plan(company: Company, row: Row) -> None:
    due_on = (company.calendar.now + timedelta(days=row["due"])).date()
    by, owner = company.people[row["by"]], company.people[row["who"]]
    actions.add_milestone(_now(company, row), by=by, title=row["title"], due_on=due_on, owner=owner)


def _reach(company: Company, row: Row) -> None:
    found = Milestone.objects.select_related("idea").get(idea=company.ideas[row["idea"]].pk, title=row["title"])
    actions.reach(found, by=company.people[row["who"]])


def _progress(company: Company, row: Row) -> None:
    body = company.html(row["words"], profile="post")
    actions.post_progress(_now(company, row), by=company.people[row["by"]], body=body)


def _close(company: Company, row: Row) -> None:
    learned = company.html(row["learned"], profile="post")
    article = company.articles[row["article"]].pk
    actions.close(_now(company, row), by=company.people[row["by"]], learned=learned, article=article)


def _amend(company: Company, row: Row) -> None:
    clause = clause_now(str(stable_id("clause", row["clause"])))
    assert clause is not None
    words = {
        **clause.words,
        **{f"body_{code}": f"{clause.words[f'body_{code}']}<p>{more}</p>" for code, more in row["append"].items()},
    }
    idea = amending.propose(
        clause,
        by=company.people[row["by"]],
        title=row["title"],
        why=company.html(row["why"]),
        language=row["language"],
        words=words,
    )
    for who in row["supporters"]:
        idea.support(by=company.people[who])


def _draft(company: Company, row: Row) -> None:
    box = Campaign.objects.open_box()
    Draft.objects.keep(
        by=company.people[row["by"]],
        key=f"idea:new:{box.slug}",
        campaign=box,
        idea=None,
        fields={"title": row["title"], "problem": company.html(row["problem"]), "language": "fr"},
        tab="demo",
        number=0,
        device="Firefox, Windows",
    )


def _attach(company: Company, row: Row) -> None:
    content = ContentFile(row["content"].encode(), name=row["name"])
    files.attach(_now(company, row), content, by=company.people[row["by"]])
