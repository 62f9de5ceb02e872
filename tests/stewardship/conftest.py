"""An article that somebody looks after."""

from collections.abc import Callable

import pytest

from intranet.accounts.models import User
from intranet.contributions.registry import registry
from knowledge.models import ArticlePage
from tests.factories.knowledge import make_article

Dispatch = Callable[[], int]


@pytest.fixture
def article(employee: User, dispatch: Dispatch) -> ArticlePage:
    found = make_article("Travel costs", by=employee)
    dispatch()
    return ArticlePage.objects.get(pk=found.pk)


@pytest.fixture
def citing(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, int], list[int]]:
    """What cites what, as the part that keeps links would answer."""
    links: dict[tuple[str, int], list[int]] = {}
    monkeypatch.setitem(registry._providers, "knowledge.citing", [lambda kind, pk: links.get((kind, pk), [])])
    return links
