from typing import Any

import pytest

from intranet.accounts.models import User
from intranet.discussions.models import Post, Thread
from tests.factories.charter import clause, publish_charter
from tests.factories.discussions import make_post, make_thread

HURTFUL = "You are all incapable zebras"


@pytest.fixture
def respect(db: None) -> str:
    """The key of the clause that decisions cite."""
    return str(publish_charter(clause("Respect", title_fr="Le respect", body_fr="<p>Oui.</p>")).clauses[0]["key"])


@pytest.fixture
def thread(employee: User) -> Thread:
    return make_thread(employee, title="Shorter meetings")


@pytest.fixture
def post(employee: User, thread: Thread) -> Post:
    """A message that somebody will report: the second of its thread."""
    return make_post(employee, thread.discussion, body=f"<p>{HURTFUL}</p>")


@pytest.fixture
def reported(client_for: Any, colleague: User) -> Any:
    def report(target: Any, kind: str = "post", by: User | None = None, **data: str) -> Any:
        data = {"category": "disrespect", "words": "This hurts", **data}
        return client_for(by or colleague).post(f"/moderation/report/{kind}/{target.pk}/", data)

    return report
