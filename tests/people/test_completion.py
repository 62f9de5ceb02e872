from collections.abc import Callable

import pytest
from django.test import Client

from intranet.accounts.models import User
from tests.factories.people import make_department, make_user

SignIn = Callable[[User], Client]
URL = "/people/-/complete/"


def names(client: Client, text: str) -> list[str]:
    return [person["name"] for person in client.get(URL, {"q": text}).json()["results"]]


def test_a_name_is_found_by_any_beginning_whatever_the_accents(employee: User, client_for: SignIn) -> None:
    client = client_for(employee)
    make_user(username="zoe", display_name="Zoé d'Élan-Martin", department=make_department("Études"))
    for text in ("zoe", "ZOÉ", "élan", "martin", "zoé d'e"):
        assert names(client, text) == ["Zoé d'Élan-Martin"]
    assert names(client, "oe") == []
    person = client.get(URL, {"q": "zoe"}).json()["results"][0]
    assert person["url"] == "/people/zoe/"
    assert person["department"] == "Études"


def test_people_who_left_are_not_proposed(employee: User, client_for: SignIn) -> None:
    make_user(username="zoe", is_active=False)
    assert names(client_for(employee), "zoe") == []


def test_first_names_come_before_the_others_and_there_are_eight_at_most(employee: User, client_for: SignIn) -> None:
    make_user(username="a1", display_name="Bruno Paul")
    for number in range(9):
        make_user(username=f"b{number}", display_name=f"Paul {number}")
    found = names(client_for(employee), "paul")
    assert found == [f"Paul {number}" for number in range(8)]


@pytest.mark.parametrize("text", ["", " ", "\x00", "%", "a" * 5000, "😀", "' OR 1=1 --"])
def test_odd_questions_get_no_answer(employee: User, client_for: SignIn, text: str) -> None:
    assert names(client_for(employee), text) == []


def test_the_number_of_queries_does_not_grow_with_the_company(
    employee: User, client_for: SignIn, django_assert_max_num_queries: Callable
) -> None:
    client = client_for(employee)
    for number in range(8):
        make_user(username=f"b{number}", display_name=f"Paul {number}", department=make_department(f"D{number}"))
    with django_assert_max_num_queries(6):
        assert len(names(client, "p")) == 8
