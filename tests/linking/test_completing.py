"""What the editor offers to link to: everything that has a name, as far as the writer may see it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intranet.accounts.models import Audience, User
from intranet.contributions.models.activity import record
from intranet.core.richtext import clean
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def offered(browser: Client, typed: str) -> list[str]:
    answer = browser.get("/knowledge/-/complete/", {"q": typed}).json()
    return [item["ref"] for item in answer["results"] + answer["others"]]


def test_articles_people_and_ideas_are_offered(employee: User, client_for: SignIn, dispatch: Callable[[], int]) -> None:
    article, idea = make_article("Zanzibar by bike"), make_idea(title="Zanzibar for all")
    person = make_user(display_name="Zoé Zanzibar")
    record("person.updated", by=person, target=person)
    dispatch()
    refs = offered(client_for(employee), "zanzib")
    assert refs[0] == article.ref
    assert {f"idea:{idea.pk}", f"person:{person.pk}"} <= set(refs)


def test_what_the_writer_may_not_see_is_not_offered(
    employee: User, client_for: SignIn, dispatch: Callable[[], int]
) -> None:
    board = make_department("Board")
    idea = make_idea(title="Zanzibar for the board")
    idea.audience = Audience.objects.for_departments([board])
    idea.save()
    dispatch()
    assert f"idea:{idea.pk}" not in offered(client_for(employee), "zanzib")


def test_many_names_cost_what_one_does(employee: User, client_for: SignIn, dispatch: Callable[[], int]) -> None:
    browser = client_for(employee)

    def cost() -> int:
        offered(browser, "zanzib")
        with CaptureQueriesContext(connection) as queries:
            offered(browser, "zanzib")
        return len(queries)

    make_idea(title="Zanzibar")
    make_article("Zanzibar")
    dispatch()
    with_one = cost()
    for number in range(19):
        make_idea(title=f"Zanzibar {number}")
        make_article(f"Zanzibar {number}")
    dispatch()
    assert cost() <= with_one


def test_a_picture_keeps_one_of_its_sizes_and_no_other_class() -> None:
    address = "/media/00000000-0000-4000-8000-000000000000"
    assert 'class="picture-small"' in clean(f'<p>a<img src="{address}" alt="x" class="picture-small"></p>')
    assert "class" not in clean(f'<p>a<img src="{address}" alt="x" class="picture-small evil"></p>')
