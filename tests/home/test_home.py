from collections.abc import Callable

import pytest
from django.test import Client

from intranet.accounts.models import User

pytestmark = pytest.mark.django_db


def test_home_greets_and_says_what_to_do_when_there_is_nothing_yet(
    employee: User, client_for: Callable[[User], Client]
) -> None:
    page = client_for(employee).get("/").content.decode()
    assert "Hello Elise" in page
    assert "Nothing waits for you" in page
    assert "Write an article" in page
    assert "Propose an idea" in page


def test_home_is_behind_sign_in() -> None:
    assert Client().get("/").headers["Location"] == "/accounts/login/?next=/"
