"""A session that ended while a page was open: scripts are told so in words, pages lead to sign-in and back."""

import uuid

import pytest
from django.test import Client

from intranet.accounts.models import User
from tests.factories.discussions import make_thread
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

SCRIPTS = [{"accept": "application/json"}, {"x-requested-with": "fetch"}]


@pytest.mark.parametrize("headers", SCRIPTS)
def test_a_script_without_session_is_told_401_in_words(headers: dict[str, str], employee: User) -> None:
    thread = make_thread(employee)
    url = f"/discussions/d/{thread.discussion_id}/posts/"
    for language, words in (("en", "You are signed out"), ("fr", "Votre session est fermée")):
        answer = Client().post(url, {"body": "x"}, headers={**headers, "accept-language": language})
        assert answer.status_code == 401
        assert words in answer.json()["error"]


def test_a_deactivated_account_is_told_the_same(client_for, employee: User) -> None:
    client = client_for(employee)
    employee.deactivate()
    answer = client.get("/people/", headers=SCRIPTS[0])
    assert answer.status_code == 401


def test_htmx_is_sent_to_sign_in_and_back_to_its_page() -> None:
    headers = {"hx-request": "true", "hx-current-url": "https://testserver/ideas/?status=new"}
    answer = Client().post("/ideas/1/support/", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/ideas/%3Fstatus%3Dnew"


def test_a_page_is_still_led_to_sign_in() -> None:
    assert Client().get("/people/").headers["Location"] == "/accounts/login/?next=/people/"


def test_whoever_signed_in_again_in_another_tab_is_given_the_new_token() -> None:
    elise = make_user(username="elise")
    thread = make_thread(elise)
    client = Client(enforce_csrf_checks=True)
    client.force_login(elise)
    url = f"/discussions/d/{thread.discussion_id}/posts/"
    message = {"body": "Forty minutes", "client_id": str(uuid.uuid4())}
    old = "x" * 64
    refused = client.post(url, {**message, "csrfmiddlewaretoken": old}, headers=SCRIPTS[0])
    assert refused.status_code == 403
    assert refused.json()["person"] == str(elise.pk)
    sent = client.post(url, {**message, "csrfmiddlewaretoken": refused.json()["csrf"]}, headers=SCRIPTS[0])
    assert sent.status_code == 201
