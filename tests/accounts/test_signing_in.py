"""Coming in, staying out, and being shown out."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client
from pytest_django import Settings

from intranet.accounts import roles
from intranet.accounts.models import User
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_rate_yet() -> None:
    cache.clear()


@pytest.fixture
def ines() -> User:
    person = make_user(username="Ines", email="ines@example.com")
    person.vouch_for_email()
    return person


def sign_in(client: Client, login: str, password: str = PASSWORD) -> str:
    response = client.post("/accounts/login/", {"login": login, "password": password})
    return response.headers.get("Location", "")


@pytest.mark.parametrize("login", ["Ines", "ines", "ines@example.com", "INES@EXAMPLE.COM"])
def test_one_signs_in_by_username_or_address_in_any_case(login: str, ines: User) -> None:
    client = Client()
    assert sign_in(client, login) == "/"
    assert client.get("/people/ines/").status_code == 200


def test_a_wrong_password_says_so_and_lets_nobody_in(ines: User) -> None:
    client = Client()
    response = client.post("/accounts/login/", {"login": "ines", "password": "wrong"})
    assert response.status_code == 200
    assert "ines" in response.content.decode()
    assert client.get("/people/").status_code == 302


def test_after_some_wrong_passwords_one_must_wait(ines: User) -> None:
    client = Client()
    for _attempt in range(6):
        client.post("/accounts/login/", {"login": "ines", "password": "wrong"})
    assert sign_in(client, "ines") == ""


def test_one_comes_back_to_the_page_one_wanted(ines: User) -> None:
    client = Client()
    response = client.get("/people/ines/")
    assert response.headers["Location"] == "/accounts/login/?next=/people/ines/"
    response = client.post(
        response.headers["Location"], {"login": "ines", "password": PASSWORD, "next": "/people/ines/"}
    )
    assert response.headers["Location"] == "/people/ines/"


def test_a_forgotten_password_is_replaced_through_the_mail(ines: User) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": "INES@example.com"})
    link = re.search(r"http://\S+/password/reset/key/\S+", mail.outbox[0].body)
    assert link is not None
    form = client.get(link.group().removeprefix("http://testserver"), follow=True)
    new = "another-long-password"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(Client(), "ines", new) == "/"


def test_asking_for_a_reset_does_not_tell_who_has_an_account() -> None:
    known = Client().post("/accounts/password/reset/", {"email": "nobody@example.com"})
    assert known.status_code == 302


def test_sign_up_is_closed_unless_domains_are_listed() -> None:
    response = Client().post("/accounts/signup/", {"email": "new@corp.example", "username": "new"})
    assert not User.objects.filter(username="new").exists()
    assert response.status_code == 200


def test_sign_up_is_open_to_the_listed_domains_after_proving_the_address(settings: Settings) -> None:
    settings.PARVIS_SIGNUP_DOMAINS = ["corp.example"]
    fields = {"username": "new", "password1": PASSWORD, "password2": PASSWORD}
    Client().post("/accounts/signup/", {**fields, "email": "new@elsewhere.example"})
    assert not User.objects.filter(username="new").exists()
    Client().post("/accounts/signup/", {**fields, "email": "New@Corp.example"})
    person = User.objects.get(username="new")
    assert person.role_names == {roles.EMPLOYEE}
    assert sign_in(Client(), "new") == "/accounts/confirm-email/"
    link = re.search(r"http://\S+/confirm-email/\S+", mail.outbox[0].body)
    assert link is not None
    Client().post(link.group().removeprefix("http://testserver"))
    assert sign_in(Client(), "new") == "/"


def test_a_deactivated_person_is_signed_out_everywhere_at_once(ines: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(ines, backend="intranet.accounts.backends.ParvisBackend")
        assert client.get("/people/").status_code == 200
    User.objects.get(pk=ines.pk).deactivate()
    for client in (here, there):
        assert client.get("/people/").headers["Location"].startswith("/accounts/login/")
    assert sign_in(Client(), "ines") != "/"


@pytest.mark.parametrize("attributes", [{"username": "INES"}, {"username": "x", "email": "INES@EXAMPLE.COM"}])
def test_names_and_addresses_are_unique_whatever_their_case(attributes: dict[str, str], ines: User) -> None:
    with pytest.raises(IntegrityError):
        make_user(**attributes)


def test_each_reads_in_their_own_language(client_for: Callable[[User], Client]) -> None:
    french = make_user(username="fr", language="fr")
    english = make_user(username="en", language="en")
    assert client_for(french).get("/people/").headers["Content-Language"] == "fr"
    assert client_for(english).get("/people/").headers["Content-Language"] == "en"
