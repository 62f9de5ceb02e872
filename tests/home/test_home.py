from collections.abc import Callable

import pytest
from django.test import Client

from intranet.accounts.models import User
from tests.factories.knowledge import make_space

pytestmark = pytest.mark.django_db


def test_home_greets_and_says_what_to_do_when_there_is_nothing_yet(
    employee: User, client_for: Callable[[User], Client]
) -> None:
    page = client_for(employee).get("/").content.decode()
    assert "Hello Elise" in page
    assert "Nothing waits for you" in page
    assert "Propose an idea" in page


def test_an_empty_site_offers_only_what_the_person_can_begin(
    employee: User, cm: User, client_for: Callable[[User], Client]
) -> None:
    make = "/knowledge/-/spaces/new/"
    assert make in client_for(cm).get("/").content.decode()
    page = client_for(employee).get("/").content.decode()
    assert make not in page
    assert "Write an article" not in page
    make_space()
    assert "Write an article" in client_for(employee).get("/").content.decode()


def test_home_is_behind_sign_in() -> None:
    assert Client().get("/").headers["Location"] == "/accounts/login/?next=/"
