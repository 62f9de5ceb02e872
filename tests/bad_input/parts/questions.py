import uuid
from dataclasses import replace
from typing import Any

from knowledge.questions.models import Answer, Question
from tests.bad_input.site import Form, Made
from tests.factories.questions import make_answer, make_question

_MERGED = "Which oil for beech?"
_OF_QUESTION = (
    *("short", "edit", "history", "vote", "close", "reopen", "merge", "accept", "not_me", "article"),
    *("give", "take_back"),
)
_OF_ANSWER = ("answer", "edit_answer", "vote_answer", "answer_history", "take_back_answer")


def values(made: Made) -> dict[str, dict[str, Any]]:
    question = make_question(made.author, space=made.space)
    given = make_answer(question, made.author)
    question.accept(given, by=made.author)
    merged = make_question(made.author, title=_MERGED)
    merged.merge_into(make_question(made.reader, title="What oil for a bench?"), by=made.author)
    return {
        **{f"knowledge:questions:{name}": {"pk": question.pk} for name in _OF_QUESTION},
        **{f"knowledge:questions:{name}": {"pk": question.pk, "answer": given.pk} for name in _OF_ANSWER},
        "knowledge:questions:detail": {"pk": question.pk, "slug": question.slug},
        "knowledge:questions:unmerge": {"pk": merged.pk},
        "knowledge:questions:harvest": {"pk": made.thread.discussion_id},
    }


def forms(made: Made) -> list[Form]:
    given = Answer.objects.select_related("question").get(question__space=made.space, author=made.author)
    merged = Question.objects.get(title=_MERGED)
    space = str(made.space.pk)
    asked = {
        "title": "How do I oil a worktop?",
        "body": "<p>It drinks.</p>",
        "space": space,
        "tags": "oil, beech",
        "language": "en",
        "client_id": str(uuid.uuid4()),
    }
    edited = {**asked, "version": str(given.question.version)}
    harvested = {"posts": ["1"], "title": "Shorter meetings", "space": space}
    answered = {"by": f"article:{made.article.pk}", "title": "Where is it?"}
    found = [
        Form("ask", {**asked, "anyway": "1"}, ("body",), texts=("title",)),
        Form("edit", edited, ("body",), texts=("title",)),
        Form("answered", answered),
        Form("give", {"body": "<p>So.</p>", "client_id": str(uuid.uuid4())}, ("body",)),
        Form("edit_answer", {"body": "<p>So!</p>", "version": str(given.version)}, ("body",)),
        Form("take_back", {}),
        Form("take_back_answer", {}),
        Form("vote", {"on": "1", "next": "/knowledge/"}),
        Form("vote_answer", {"on": "0"}),
        Form("accept", {"answer": str(given.pk)}),
        Form("close", {"why": "It is settled"}, texts=("why",)),
        Form("reopen", {"next": "/"}),
        Form("merge", {"other": str(merged.duplicate_of_id)}),
        Form("unmerge", {"next": "/"}),
        Form("not_me", {"next": "/"}),
        Form("article", {"space": space}),
        Form("harvest", harvested, texts=("title",)),
    ]
    return [replace(form, name=f"knowledge:questions:{form.name}") for form in found]
