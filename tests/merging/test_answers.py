"""What somebody chose where two texts are brought together is kept, and is there when it is asked again."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from intranet.accounts.models import User
from knowledge.drafting.models import Answers
from knowledge.models import ArticlePage
from tests.factories.knowledge import make_article
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
BODY = "<p>Ask before you book.</p><p>Keep the receipts.</p>"


@pytest.fixture
def article(employee: User) -> ArticlePage:
    return make_article("Travel", by=employee, body=BODY)


def conflict(article: ArticlePage, browser: Client, base: int) -> str:
    """Save over the colleague's version of the same paragraph; return the page that asks."""
    text = {"title": "Travel", "summary": "", "language": "en", "tags": "", "base_revision": str(base)}
    body = BODY.replace("receipts", "tickets")
    page = browser.post(reverse("knowledge:edit", args=[article.pk]), {**text, "body": body, "publish": "1"})
    assert page.status_code == 409
    return page.content.decode()


def test_choices_are_kept_and_come_back_when_it_is_asked_again(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    base, browser = article.latest_revision_id, client_for(employee)
    article.revise(by=colleague, base_revision=None, body=BODY.replace("receipts", "bills"), publish=True)
    html = conflict(article, browser, base)
    assert " checked" not in html.split("<fieldset")[1]
    (mark,) = re.findall(r'data-mark="([0-9a-f]{24})"', html)
    url = reverse("knowledge:keep_answers", args=[article.pk])
    given = {mark: {"choice": "own", "own": "<p>Keep every slip.</p>"}}
    assert browser.post(url, {"answers": json.dumps(given)}).json() == {"kept": 1}
    again = conflict(article, browser, base).split("<fieldset")[1]
    assert re.search(r'value="own" data-own checked', again)
    assert "Keep every slip." in again


def test_they_are_only_ones_own_and_go_once_the_article_is_saved(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    base, browser = article.latest_revision_id, client_for(employee)
    article.revise(by=colleague, base_revision=None, body=BODY.replace("receipts", "bills"), publish=True)
    html = conflict(article, browser, base)
    mark = re.findall(r'data-mark="([0-9a-f]{24})"', html)[0]
    url = reverse("knowledge:keep_answers", args=[article.pk])
    browser.post(url, {"answers": json.dumps({mark: {"choice": "mine", "own": ""}})})
    assert Answers.objects.of(colleague, article) == {}
    kept, current = (re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("kept", "current"))  # type: ignore[index]  # they are there
    said = {"current": current, "kept": kept.replace("&quot;", '"'), "choice-0": "mine", "own-0": "", "publish": "1"}
    answer = browser.post(reverse("knowledge:edit", args=[article.pk]), said)
    assert answer.status_code == 302, answer.content.decode()
    assert not Answers.objects.exists()


@pytest.mark.parametrize(
    "answers",
    [
        "",
        "[]",
        "{",
        '{"x": {}}',
        '{"' + "a" * 24 + '": {"choice": "none", "own": ""}}',
        "[" * 5000,
        '{"' + "a" * 24 + '": 3}',
    ],
)
def test_what_no_page_of_ours_sends_is_refused(
    answers: str, article: ArticlePage, employee: User, client_for: SignIn
) -> None:
    url = reverse("knowledge:keep_answers", args=[article.pk])
    assert client_for(employee).post(url, {"answers": answers}).status_code == 400
    assert Client().post(url, {"answers": "{}"}).status_code == 401
    halves = '{"' + "a" * 24 + '": {"choice": "own", "own": "\\ud800 \\u0000 x"}}'
    assert client_for(employee).post(url, {"answers": halves}).status_code == 200


def test_an_article_that_one_may_not_edit_keeps_nothing(article: ArticlePage, client_for: SignIn) -> None:
    ArticlePage.objects.filter(pk=article.pk).update(is_hidden=True)
    url = reverse("knowledge:keep_answers", args=[article.pk])
    assert client_for(make_user()).post(url, {"answers": "{}"}).status_code == 404
