"""Questions: asked, answered, settled, and what they became."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from intranet.demo.company import Company, Moment, stable_id
from intranet.demo.loading.conversation import messages_of
from intranet.demo.reading import load
from intranet.discussions.models import Discussion
from knowledge.questions.harvesting import article_of_answer
from knowledge.questions.models import Question

# Votes come after what is voted for, one after the other.
_FIRST, _NEXT = timedelta(minutes=7), timedelta(minutes=16)


def moments(company: Company) -> Iterator[Moment]:
    for about in load("questions"):
        key = about["id"]
        yield company.moment(about["at"], partial(_ask, company, about))
        yield from _votes(company, about["at"], about.get("same", []), partial(_second, company, key))
        for answer in about["answers"]:
            subject = f"question/{key}/{answer['id']}"
            yield company.moment(answer["at"], partial(_answer, company, key, answer))
            yield from _votes(company, answer["at"], answer.get("helped", []), partial(_helped, company, subject))
            yield from messages_of(company, subject, answer.get("posts", ""), partial(_comments, company, subject))
        if accepted := about.get("accepted"):
            yield company.moment(accepted["at"], partial(_accept, company, key, accepted["id"]))
        if merged := about.get("merged"):
            yield company.moment(merged["at"], partial(_merge, company, key, merged))
        if article := about.get("article"):
            yield company.moment(article["at"], partial(_make_article, company, key, article))


def _votes(company: Company, at: str, people: list[str], do: Any) -> Iterator[Moment]:
    for order, who in enumerate(people):
        yield Moment(company.calendar.at(at) + _FIRST + order * _NEXT, partial(do, who))


def _ask(company: Company, about: dict[str, Any]) -> None:
    company.questions[about["id"]] = Question.ask(
        by=company.people[about["by"]],
        title=about["title"],
        body=company.html(about["body"], profile="post"),
        space=company.spaces[about["space"]],
        tags=about["tags"],
        language=about.get("language", "fr"),
        client_id=stable_id("question", about["id"]),
    )


def _second(company: Company, key: str, who: str) -> None:
    company.questions[key].vote(by=company.people[who])


def _answer(company: Company, key: str, answer: dict[str, Any]) -> None:
    question = company.questions[key]
    company.answers[f"question/{key}/{answer['id']}"] = question.answer(
        by=company.people[answer["by"]],
        body=company.html(answer["body"], profile="post"),
        client_id=stable_id("answer", key, answer["id"]),
        language=question.language,
    )


def _helped(company: Company, subject: str, who: str) -> None:
    company.answers[subject].vote(by=company.people[who])


def _comments(company: Company, subject: str) -> Discussion:
    return company.answers[subject].discussion


def _accept(company: Company, key: str, answer: str) -> None:
    question = company.questions[key]
    assert question.author is not None
    question.accept(company.answers[f"question/{key}/{answer}"], by=question.author)


def _merge(company: Company, key: str, merged: dict[str, Any]) -> None:
    company.questions[key].merge_into(company.questions[merged["into"]], by=company.people[merged["by"]])


def _make_article(company: Company, key: str, about: dict[str, Any]) -> None:
    question, by = company.questions[key], company.people[about["by"]]
    assert question.space is not None
    article = article_of_answer(question, by=by, space=question.space)
    if about.get("published"):
        article.publish_latest(by=by)
