"""Questions and answers for tests, made by their own verbs."""

from typing import Any

from intranet.accounts.models import User
from knowledge.questions.models import Answer, Question
from tests.factories.people import make_user


def make_question(by: User | None = None, title: str = "How do I oil a worktop?", **said: Any) -> Question:
    said.setdefault("body", "<p>It is beech, and it drinks.</p>")
    said.setdefault("language", "en")
    return Question.ask(by=by or make_user(), title=title, **said)


def make_answer(
    question: Question | None = None, by: User | None = None, body: str = "<p>Thin coats, a day apart.</p>"
) -> Answer:
    return (question or make_question()).answer(by=by or make_user(), body=body, language="en")
