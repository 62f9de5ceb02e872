"""Templates: five in each language from the first day, of all or of a space, chosen where an article begins."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from intranet.accounts.models import User
from knowledge.models import ArticlePage, SpacePage
from knowledge.templating.models import ArticleTemplate
from tests.costs import queries_of
from tests.factories.knowledge import make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
DATA = {
    "title": "Incident",
    "description": "What broke",
    "kind": "other",
    "language": "en",
    "body": "<h2>What happened</h2>",
}


@pytest.fixture
def steward(db: None) -> User:
    return make_user(username="stan")


@pytest.fixture
def space(steward: User) -> SpacePage:
    return make_space("Workshop", stewards=[steward], language="en")


def test_a_new_site_has_the_same_five_in_both_languages() -> None:
    kinds = {"procedure", "decision", "how_to", "meeting", "glossary"}
    for language in ("fr", "en"):
        found = ArticleTemplate.objects.filter(language=language, space=None)
        assert {template.kind for template in found} == kinds
        assert all(template.body.count("<h2") >= 3 for template in found)


def test_a_template_is_chosen_by_a_link_and_fills_the_form(
    space: SpacePage, employee: User, client_for: SignIn
) -> None:
    browser = client_for(employee)
    template = ArticleTemplate.objects.get(kind="meeting", language="en")
    page = browser.get(f"/knowledge/new/?space={space.pk}").content.decode()
    assert f"?space={space.pk}&amp;template={template.pk}" in page
    chosen = browser.get(f"/knowledge/new/?space={space.pk}&template={template.pk}")
    assert chosen.context["form"]["body"].value() == template.body
    data = {"space": space.pk, "title": "Monday", "body": template.body, "language": "en", "tags": "", "publish": "1"}
    assert browser.post(f"/knowledge/new/?space={space.pk}&template={template.pk}", data).status_code == 302
    assert "Who does what" in ArticlePage.objects.get(title="Monday").body


def test_a_space_has_its_own_for_those_who_see_it(space: SpacePage, steward: User, client_for: SignIn) -> None:
    inside = make_department("Finance")
    closed = make_space("Closed", departments=[inside])
    ArticleTemplate.objects.make(by=steward, space=closed, **{**DATA, "title": "Secret form"})
    ArticleTemplate.objects.make(by=steward, space=space, **DATA)
    nested = make_space("Oven", parent=space, language="en")
    browser = client_for(make_user())
    assert "Incident" in browser.get(f"/knowledge/new/?space={space.pk}").content.decode()
    assert "Incident" in browser.get(f"/knowledge/new/?space={nested.pk}").content.decode()
    assert "Incident" not in browser.get("/knowledge/new/").content.decode()
    assert "Secret form" not in browser.get(f"/knowledge/new/?space={closed.pk}").content.decode()
    secret = ArticleTemplate.objects.get(title="Secret form")
    assert "Secret form" not in browser.get(f"/knowledge/new/?template={secret.pk}").content.decode()


def test_stewards_change_those_of_their_space_and_not_those_of_all(
    space: SpacePage, steward: User, employee: User, cm: User, client_for: SignIn
) -> None:
    browser = client_for(steward)
    link = f'href="{reverse("templating:of_space", args=[space.pk])}"'
    assert link in browser.get(space.get_absolute_url()).content.decode()
    assert link not in client_for(employee).get(space.get_absolute_url()).content.decode()
    assert browser.post(reverse("templating:new", args=[space.pk]), DATA).status_code == 302
    own = ArticleTemplate.objects.get(space=space)
    assert browser.post(reverse("templating:edit", args=[own.pk]), {**DATA, "title": "Accident"}).status_code == 302
    assert "Accident" in browser.get(reverse("templating:of_space", args=[space.pk])).content.decode()
    general = ArticleTemplate.objects.filter(space=None).first()
    assert browser.post(reverse("templating:edit", args=[general.pk]), DATA).status_code == 403
    assert client_for(employee).post(reverse("templating:edit", args=[own.pk]), DATA).status_code == 403
    assert client_for(cm).post(reverse("templating:edit", args=[general.pk]), DATA).status_code == 302
    assert browser.post(reverse("templating:remove", args=[own.pk])).status_code == 302
    assert not ArticleTemplate.objects.filter(space=space).exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_list_costs_the_same_with_twenty_in_both_languages(
    language: str, space: SpacePage, steward: User, client_for: SignIn
) -> None:
    steward.language = language
    steward.save()
    browser, address = client_for(steward), reverse("templating:of_space", args=[space.pk])

    ArticleTemplate.objects.make(by=steward, space=space, **DATA)
    with_one = queries_of(browser, address)
    for number in range(19):
        ArticleTemplate.objects.make(by=steward, space=space, **{**DATA, "title": f"More {number}"})
    assert queries_of(browser, address) == with_one
    assert ("Modèles" if language == "fr" else "Templates") in browser.get(address).content.decode()
