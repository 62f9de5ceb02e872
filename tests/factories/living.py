"""The life of ideas, for tests; made by its own verbs."""

from typing import Any

from ideas.models import Idea, Status
from intranet.accounts.models import User
from tests.factories.ideas import make_idea

NEW_WORDS = (
    "<p>Since then the supplier halved its prices, the insurer offers a grant of four thousand euros, and two workshops "
    "volunteered to install everything during the summer shutdown.</p>"
)


def decided(idea: Idea, by: User, status: str, **said: Any) -> Idea:
    """Return ``idea`` after an official decision."""
    idea.refresh_from_db()
    said.setdefault("answer", "<p>Because it is so.</p>")
    if status == Status.DECLINED:
        said.setdefault("reason", "cost")
    idea.decide(by=by, status=Status(status), expected=idea.last_decision_id, **said)
    idea.refresh_from_db()
    return idea


def make_accepted(by: User, author: User | None = None, status: str = "planned", **said: Any) -> Idea:
    return decided(make_idea(author), by, status, **said)


def make_declined(by: User, author: User | None = None) -> Idea:
    return decided(make_idea(author), by, "declined")
