"""Two people press "save" at the same instant: real threads on a real database."""

import pytest
from django.db import connection

from knowledge.models import ArticlePage, StaleEdit
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_user
from tests.threads import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_of_ten_simultaneous_saves_on_one_version_exactly_one_stands() -> None:
    article = make_article(body="<p>Beginning</p>")
    people = [make_user() for _ in range(10)]
    base = article.latest_revision_id

    def save(number: int) -> object:
        mine = ArticlePage.objects.get(pk=article.pk)
        return mine.revise(by=people[number], base_revision=base, body=f"<p>From {number}</p>", publish=True)

    results = at_once(*(lambda n=n: save(n) for n in range(10)))
    stale = [r for r in results if isinstance(r, StaleEdit)]
    assert len(stale) == 9, results
    article = ArticlePage.objects.get(pk=article.pk)
    winner = next(r for r in results if not isinstance(r, Exception))
    assert article.revisions.count() == 2
    assert article.latest_revision_id == article.live_revision_id == winner.pk  # type: ignore[attr-defined]  # the stubs lose what a thread returns
    assert {error.current_revision.pk for error in stale} == {winner.pk}  # type: ignore[attr-defined]  # the stubs lose what a thread returns
    assert connection.vendor == "postgresql"


def test_articles_written_into_one_space_at_the_same_time_all_stand() -> None:
    space = make_space()
    people = [make_user() for _ in range(8)]
    results = at_once(
        *(
            lambda n=n: space.add_article(by=people[n], title="The same title", body="<p>x</p>", publish=True)
            for n in range(8)
        )
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    found = ArticlePage.objects.in_space(space)
    assert len({article.url_path for article in found}) == 8
    assert len({article.path for article in found}) == 8
