"""Stewards look after a space; a version says what changed, and whether it matters to what relies on it."""

from collections.abc import Callable

import pytest
from django.test import Client

from intranet.accounts.models import Department, User
from intranet.contributions.models import Activity
from knowledge.models import SpacePage
from knowledge.policies import can_steward
from tests.factories.knowledge import make_article, make_space

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def _form(space: SpacePage, **changes: str) -> dict[str, str]:
    return {"title": space.title, "language": "en", "article_order": "title", "stewards": "", **changes}


def test_the_cm_names_stewards_on_the_site(cm: User, employee: User, colleague: User, client_for: SignIn) -> None:
    space = make_space("Travel")
    named = f"{employee.display_name} (@{employee.username}), {colleague.email}"
    answer = client_for(cm).post(f"/knowledge/-/spaces/{space.pk}/edit/", _form(space, stewards=named))
    assert answer.status_code == 302
    assert set(SpacePage.objects.get(pk=space.pk).stewards.all()) == {employee, colleague}
    page = client_for(cm).get(f"/knowledge/-/spaces/{space.pk}/edit/").content.decode()
    assert f"(@{employee.username})" in page


@pytest.mark.parametrize("typed", ["nobody-at-all", "x" * 500, "a,b,c", "@", "\u202e", "Elise, nobody-at-all"])
def test_a_name_that_is_nobodys_is_refused_in_words_and_kept(typed: str, cm: User, client_for: SignIn) -> None:
    space = make_space("Travel")
    answer = client_for(cm).post(f"/knowledge/-/spaces/{space.pk}/edit/", _form(space, stewards=typed))
    assert "Nobody is called" in answer.content.decode()
    assert not space.stewards.exists()


def test_an_ambiguous_name_asks_which(cm: User, employee: User, colleague: User, client_for: SignIn) -> None:
    User.objects.filter(pk__in=[employee.pk, colleague.pk]).update(display_name="Dominique Martin")
    space = make_space("Travel")
    answer = client_for(cm).post(f"/knowledge/-/spaces/{space.pk}/edit/", _form(space, stewards="dominique martin"))
    assert "Several people are called" in answer.content.decode()


def test_a_steward_looks_after_the_spaces_inside_and_no_other(employee: User, colleague: User) -> None:
    outer = make_space("Outer", stewards=[employee])
    inner = make_space("Inner", parent=outer)
    other = make_space("Other")
    assert can_steward(employee, inner)
    assert not can_steward(employee, other)
    assert not can_steward(colleague, inner)
    assert inner.nearest_stewards() == [employee]
    assert other.nearest_stewards() == []
    assert set(SpacePage.objects.stewarded_by(employee)) == {outer, inner}


def test_a_steward_who_may_not_see_a_space_inside_does_not_look_after_it(employee: User) -> None:
    outer = make_space("Outer", stewards=[employee])
    closed = make_space("Closed", parent=outer, departments=[Department.add_root(name="Far away")])
    assert not can_steward(employee, closed)
    assert closed not in SpacePage.objects.stewarded_by(employee)


def test_a_version_says_what_changed_and_publishing_says_whether_it_matters(employee: User, client_for: SignIn) -> None:
    article = make_article("Rules", by=employee, body="<p>One.</p>")
    browser = client_for(employee)
    text = {"title": "Rules", "body": "<p>Two.</p>", "language": "en", "base_revision": article.latest_revision_id}
    browser.post(f"/knowledge/-/{article.pk}/edit/", {**text, "word": "Two now", "is_major": "on", "save": "1"})
    article.refresh_from_db()
    text |= {"body": "<p>Three.</p>", "base_revision": article.latest_revision_id}
    browser.post(f"/knowledge/-/{article.pk}/edit/", {**text, "publish": "1"})
    told = Activity.objects.filter(verb="article.updated", target_id=article.pk)
    assert [activity.data["major"] for activity in told] == [True]
    history = browser.get(f"/knowledge/-/{article.pk}/history/").content.decode()
    assert "Two now" in history
    assert "Major change" in history
    article.refresh_from_db()
    text |= {"body": "<p>Four.</p>", "base_revision": article.latest_revision_id}
    browser.post(f"/knowledge/-/{article.pk}/edit/", {**text, "publish": "1"})
    assert told.order_by("-pk").values_list("data__major", flat=True).first() is False
