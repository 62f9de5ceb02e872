"""Two articles that say the same in two languages: linked, followed, marked out of date, confirmed."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intranet.accounts.models import User
from intranet.contributions.registry import registry
from intranet.notifications.models import Notification
from knowledge.models import ArticlePage
from knowledge.translations.models import Pairing
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def english(db: None) -> ArticlePage:
    return make_article("Travel", language="en", body="<p>Keep the receipt.</p>")


@pytest.fixture
def french(english: ArticlePage) -> ArticlePage:
    return make_article("Déplacements", language="fr", body="<p>Gardez le reçu.</p>")


@pytest.mark.parametrize("typed", ["address", "title", "whole address"])
def test_two_articles_are_linked_and_lead_to_each_other(
    typed: str, english: ArticlePage, french: ArticlePage, employee: User, client_for: SignIn
) -> None:
    browser = client_for(employee)
    named = {
        "address": french.get_absolute_url(),
        "title": "deplacements",
        "whole address": f"https://parvis.example{french.get_absolute_url()}?x=1",
    }[typed]
    assert browser.post(reverse("translations:pair", args=[english.pk]), {"other": named}).status_code == 302
    assert "Lire en français" in browser.get(english.get_absolute_url()).content.decode()
    assert "Read in English" in browser.get(french.get_absolute_url()).content.decode()


def test_what_cannot_be_linked_is_refused_in_words(
    english: ArticlePage, french: ArticlePage, employee: User, client_for: SignIn
) -> None:
    browser, address = client_for(employee), reverse("translations:pair", args=[english.pk])
    same = make_article("Trains", language="en")
    closed = make_department("Finance")
    secret = make_article("Budget secret", language="fr", space=make_space("Closed", departments=[closed]))
    for named in ("Nothing called so", same.title, secret.get_absolute_url(), secret.title, "http://[", "x" * 400):
        assert browser.post(address, {"other": named}).status_code == 422
    Pairing.objects.pair(english, french, by=employee)
    other = make_article("Voyages", language="fr")
    assert browser.post(address, {"other": other.title}).status_code == 422
    assert Pairing.objects.count() == 2


def test_translating_begins_with_the_whole_text_in_a_linked_draft(
    english: ArticlePage, employee: User, client_for: SignIn
) -> None:
    browser = client_for(employee)
    response = browser.post(reverse("translations:start", args=[english.pk]))
    draft = ArticlePage.objects.get(author=employee)
    assert response.url == reverse("knowledge:edit", args=[draft.pk])
    assert (draft.language, draft.body, draft.live) == ("fr", english.body, False)
    assert Pairing.objects.of(english).other == draft
    colleague = client_for(make_user())
    assert "Lire en français" not in colleague.get(english.get_absolute_url()).content.decode()
    assert "a colleague is writing" in colleague.get(reverse("translations:pair", args=[english.pk])).content.decode()
    colleague.post(reverse("translations:start", args=[english.pk]))
    assert ArticlePage.objects.filter(language="fr").count() == 1


def test_a_major_change_makes_the_translation_out_of_date_until_somebody_confirms(
    english: ArticlePage, french: ArticlePage, employee: User, client_for: SignIn, dispatch: Callable[[], int]
) -> None:
    Pairing.objects.pair(english, french, by=employee)
    dispatch()
    english.revise(by=employee, base_revision=None, body="<p>Keep the receipt!</p>", publish=True)
    dispatch()
    assert not Pairing.objects.of(french).is_outdated
    english.revise(by=employee, base_revision=None, body="<p>Send the receipt.</p>", publish=True, is_major=True)
    dispatch()
    assert Pairing.objects.of(french).is_outdated
    assert not Pairing.objects.of(english).is_outdated
    told = Notification.objects.of(french.author).values_list("activity__verb", flat=True)
    assert "article.translation_outdated" in told
    browser = client_for(employee)
    assert "out of date" in browser.get(french.get_absolute_url()).content.decode()
    page = browser.get(reverse("translations:pair", args=[french.pk])).content.decode()
    assert "Send" in page
    french.revise(by=employee, base_revision=None, body="<p>Envoyez le reçu.</p>", publish=True, is_major=True)
    dispatch()
    assert not Pairing.objects.of(english).is_outdated
    english.refresh_from_db()
    browser.post(reverse("translations:confirm", args=[french.pk]), {"revision": english.live_revision_id})
    assert not Pairing.objects.of(french).is_outdated
    assert "out of date" not in browser.get(french.get_absolute_url()).content.decode()


def test_confirming_an_older_version_than_the_latest_does_not_hide_the_newer(
    english: ArticlePage, french: ArticlePage, employee: User, client_for: SignIn, dispatch: Callable[[], int]
) -> None:
    Pairing.objects.pair(english, french, by=employee)
    for words in ("<p>One</p>", "<p>Two</p>"):
        english.revise(by=employee, base_revision=None, body=words, publish=True, is_major=True)
    dispatch()
    older = english.revisions.order_by("-pk")[1]
    client_for(employee).post(reverse("translations:confirm", args=[french.pk]), {"revision": older.pk})
    assert Pairing.objects.of(french).is_outdated


def test_the_import_pairs_what_belongs_together_as_often_as_it_likes(english: ArticlePage, french: ArticlePage) -> None:
    for _time in range(2):
        registry.ask("knowledge.paired", english, french)
    registry.ask("knowledge.paired", english, english)
    assert Pairing.objects.count() == 2


def test_lists_show_the_readers_language_of_two(english: ArticlePage, french: ArticlePage, client_for: SignIn) -> None:
    reader = make_user(language="fr")
    Pairing.objects.pair(english, french, by=None)
    for address in (english.space.get_absolute_url(), "/knowledge/"):
        html = client_for(reader).get(address).content.decode()
        assert "Déplacements" in html
        assert ">Travel<" not in html
    anglophone = client_for(make_user(language="en")).get(english.space.get_absolute_url()).content.decode()
    assert ">Travel<" in anglophone
    assert "Déplacements" not in anglophone


def test_a_translation_that_the_reader_may_not_see_is_not_named_and_hides_nothing(
    english: ArticlePage, client_for: SignIn
) -> None:
    inside = make_department("Finance")
    closed = make_space("Closed", departments=[inside])
    secret = make_article("Secret", language="fr", space=closed, by=make_user(department=inside))
    Pairing.objects.pair(english, secret, by=None)
    browser = client_for(make_user(language="fr"))
    assert "Secret" not in browser.get(english.get_absolute_url()).content.decode()
    assert "Secret" not in browser.get(reverse("translations:pair", args=[english.pk])).content.decode()
    assert browser.post(reverse("translations:separate", args=[english.pk])).status_code == 404
    assert "Travel" in browser.get(english.space.get_absolute_url()).content.decode()


def test_separating_leaves_both(english: ArticlePage, french: ArticlePage, employee: User, client_for: SignIn) -> None:
    Pairing.objects.pair(english, french, by=employee)
    client_for(employee).post(reverse("translations:separate", args=[french.pk]))
    assert not Pairing.objects.exists()
    assert ArticlePage.objects.filter(live=True).count() == 2


def test_a_page_with_a_translation_stays_within_twelve_queries(
    english: ArticlePage, french: ArticlePage, employee: User, client_for: SignIn
) -> None:
    Pairing.objects.pair(english, french, by=None)
    browser = client_for(employee)
    browser.get(english.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(english.get_absolute_url()).status_code == 200
    assert len(queries) <= 12, "\n".join(query["sql"][:200] for query in queries)
