"""Real concurrency: many people (or tabs) at the same moment. PostgreSQL only."""

from collections.abc import Callable

import pytest
from django.test import Client

from intranet.accounts.models import User
from intranet.contributions.models.kept import Elsewhere
from knowledge.drafting.models import Draft, Editing
from tests.factories.knowledge import make_article
from tests.factories.people import make_user
from tests.knowledge.test_editing import edit, written
from tests.threads import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_four_people_who_save_at_the_same_moment_lose_nothing(client_for: Callable[[User], Client]) -> None:
    words = ["alpha", "beta", "gamma", "delta"]
    article = make_article(body="".join(f"<p>The paragraph about {word}.</p>" for word in words))
    form = written(article)
    people = [(client_for(make_user()), word) for word in words]

    def save(browser: Client, word: str) -> int:
        body = article.body.replace(f"about {word}", f"about {word} and its {word}ness")
        return browser.post(edit(article), {**form, "body": body, "publish": "1"}).status_code

    bound = [lambda browser=browser, word=word: save(browser, word) for browser, word in people]
    assert at_once(*bound) == [302] * 4
    article.refresh_from_db()
    for word in words:
        assert f"{word}ness" in article.body
    assert article.revisions.count() == 5


def test_two_tabs_that_begin_at_the_same_moment_keep_one_and_tell_the_other() -> None:
    article, person = make_article(), make_user()

    def keep(tab: str) -> Draft:
        return Draft.objects.keep(
            by=person, key="article:1", article=article, fields={"body": tab}, tab=tab, number=0, device=""
        )

    answers = at_once(lambda: keep("one"), lambda: keep("two"))
    assert sorted(type(answer).__name__ for answer in answers) == ["Draft", "Elsewhere"]
    assert any(isinstance(answer, Elsewhere) for answer in answers)


def test_two_tabs_that_open_the_editor_at_the_same_moment_are_one_person() -> None:
    article, person = make_article(), make_user()
    answers = at_once(*[lambda: Editing.objects.beat(article, by=person)] * 4)
    assert answers == [None] * 4
    assert Editing.objects.count() == 1
