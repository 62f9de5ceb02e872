"""Ideas for tests, made by their own verbs."""

from typing import Any

from ideas.models import Idea
from intranet.accounts.models import User
from tests.factories.people import make_user


def make_idea(author: User | None = None, **said: Any) -> Idea:
    """Return an idea submitted by ``author`` (somebody new if not given)."""
    texts = {
        "title": "Bicycle parking near the entrance",
        "problem": "<p>The racks are full before nine.</p>",
        "proposal": "<p>Put twenty more racks under the porch.</p>",
    }
    return Idea.submit(by=author or make_user(), **{**texts, **said})
