from collections.abc import Callable

import pytest
from django.template import engines
from django.test import Client

from intranet.accounts.models import User

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.urls("tests.browser.writing_urls")


def test_the_browser_is_told_when_a_form_was_taken(employee: User, client_for: SignIn) -> None:
    answer = client_for(employee).post("/write/post/", {"body": "Bonjour", "draft_key": "write:post"})
    assert answer.status_code == 302
    assert answer.cookies["parvis_sent"].value == "write:post"


def test_a_form_with_errors_keeps_the_draft(employee: User, client_for: SignIn) -> None:
    answer = client_for(employee).post("/write/post/", {"body": "", "draft_key": "write:post"})
    assert answer.status_code == 200
    assert "parvis_sent" not in answer.cookies


def test_a_key_that_is_none_sets_no_cookie(employee: User, client_for: SignIn) -> None:
    answer = client_for(employee).post("/write/post/", {"body": "x", "draft_key": "a b;\r\nSet-Cookie: x"})
    assert answer.status_code == 302
    assert "parvis_sent" not in answer.cookies


def test_an_expired_session_keeps_the_draft_and_comes_back_to_the_form(client: Client, db: None) -> None:
    answer = client.post(
        "/write/post/",
        {"body": "Bonjour", "draft_key": "write:post"},
        headers={"referer": "http://testserver/write/post/?a=1"},
    )
    assert answer["Location"] == "/accounts/login/?next=/write/post/%3Fa%3D1"
    assert "parvis_sent" not in answer.cookies


def test_a_page_of_another_site_is_no_place_to_come_back_to(client: Client, db: None) -> None:
    answer = client.post("/write/post/", headers={"referer": "https://evil.example/"})
    assert answer["Location"] == "/accounts/login/?next=/write/post/"


@pytest.mark.parametrize("key", ["", "two words", "é" * 200])
def test_a_form_without_a_key_of_its_own_is_refused(key):
    """Two such forms would give each other's words back."""
    page = engines["django"].from_string("{% load rich %}{% draft key %}<form></form>{% enddraft %}")
    with pytest.raises(ValueError, match="key of its form"):
        page.render({"key": key})
