"""Each page, message and e-mail is in the language of the person who reads it, and in no other."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import formats, translation

from intranet.accounts import roles
from intranet.accounts.models import User
from tests.architecture.test_access import ADDRESSES, TABLE, alike
from tests.conftest import forget_what_was_asked
from tests.factories.people import make_user
from tests.lean import keep_pages_only
from tests.translations.reading import Texts, read_aloud, said
from tests.undoing import undone

PAGES = sorted(
    name
    for name, entry in TABLE.items()
    if name in ADDRESSES and not name.startswith("core:") and entry.method == "get" and entry.administrator == 200
)


def administrator(language: str, name: str = "ada") -> User:
    return make_user(
        roles.ADMINISTRATOR, username=f"{name}-{language}", language=language, is_staff=True, is_superuser=True
    )


@pytest.fixture(scope="module")
def readers(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Client]]:
    """A browser of each language, signed in once for all the tests here, which share one transaction."""
    with django_db_blocker.unblock(), undone():
        clients = {"fr": Client(), "en": Client()}
        for language, client in clients.items():
            client.force_login(administrator(language, "reader"))
        yield clients


@pytest.fixture
def _django_db_helper(readers: dict[str, Client]) -> Iterator[None]:
    """What ``django_db`` means here: what a test changes is undone at its end, and the readers stay signed in."""
    with undone():
        yield


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Pieces of pages stay drawn from one test to the next: each must be kept for those who read its language."""
    forget_what_was_asked()


@pytest.fixture(autouse=True)
def _pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_pages_only(monkeypatch)


def test_a_text_left_in_the_other_language_is_found(only_english: Texts, only_french: Texts) -> None:
    assert only_english.on("… ¶ Wait: What waits for you (3)") == ["What waits for you"]
    assert only_french.on("Quelqu’un a décidé : Ce qui vous attend") == ["Ce qui vous attend"]


@pytest.mark.django_db
@pytest.mark.parametrize("names", alike(PAGES))
def test_readers_of_both_languages_meet_only_their_own(
    names: list[str], readers: dict[str, Client], only_english: Texts, only_french: Texts
) -> None:
    """They come one after the other to the same page: nothing that was kept for one is shown to the other. Who comes first
    changes from page to page: what is kept for everybody shows itself to the second."""
    arguments, keywords = TABLE[names[0]].args()
    foreign = []
    for number, name in enumerate(names):
        url = reverse(name, args=arguments, kwargs=keywords)
        for language in ("fr", "en") if number % 2 else ("en", "fr"):
            if not (page := said(url, readers[language])):
                break  # a file, not a page
            foreign += [(name, language, text) for text in (only_english if language == "fr" else only_french).on(page)]
    assert not foreign, "\n".join(map(str, foreign))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/no/such/page/", "/accounts/inactive/"],
)
def test_who_is_not_signed_in_is_met_in_the_language_of_their_browser(
    path: str, client: Client, only_english: Texts
) -> None:
    page = read_aloud(client.get(path, headers={"accept-language": "fr-FR,fr"}, follow=True).content.decode())
    assert "Aller au contenu" in page
    assert only_english.on(page) == []


@pytest.mark.django_db
def test_an_e_mail_is_in_the_language_of_who_asked_for_it(client: Client, only_english: Texts) -> None:
    make_user(username="elise", email="elise@example.com", language="fr")
    client.post("/accounts/password/reset/", {"email": "elise@example.com"}, headers={"accept-language": "fr"})
    (message,) = mail.outbox
    said = f"{message.subject} {message.body}".replace("\n", " ")
    assert "nouveau mot de passe" in said
    assert only_english.on(said) == []


@pytest.mark.django_db
def test_a_wrong_password_is_answered_in_french(client: Client) -> None:
    said = read_aloud(
        client.post(
            "/accounts/login/", {"login": "nobody", "password": "x"}, headers={"accept-language": "fr"}
        ).content.decode()
    )
    assert "ne vont pas ensemble" in said


@pytest.mark.django_db
def test_a_refused_form_says_why_in_french(client_for: Callable[[User], Client]) -> None:
    client = client_for(administrator("fr"))
    page = read_aloud(client.post(reverse("ideas:submit"), {"title": ""}).content.decode())
    assert "Donnez un titre à votre idée." in page
    assert "This field" not in page


def test_the_first_of_a_month_is_the_first() -> None:
    from datetime import datetime

    from django.template import engines

    page = engines["django"].from_string('{{ at|date:"DATE_FORMAT" }}, {{ at|date:"l j F Y" }}, {{ at|date:"c" }}')
    at = {"at": datetime(2026, 10, 1, 9, 30)}
    with translation.override("fr"):
        assert page.render(at) == "1er octobre 2026, jeudi 1er octobre 2026, 2026-10-01T09:30:00"
        assert page.render({"at": datetime(2026, 10, 11)}).startswith("11 octobre 2026, dimanche 11 octobre 2026")
    with translation.override("en"):
        assert page.render(at).startswith("1 October 2026, Thursday 1 October 2026")


def test_numbers_and_dates_are_written_as_each_language_writes_them() -> None:
    from datetime import date

    from intranet.ui.templatetags.ui import number

    with translation.override("fr"):
        assert number(1234567) == "1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567"
        assert formats.date_format(date(2026, 11, 21), "DATE_FORMAT") == "21 novembre 2026"
        assert formats.number_format(4.5, 1) == "4,5"
    with translation.override("en"):
        assert number(1234567) == "1,234,567"
        assert formats.date_format(date(2026, 11, 21), "DATE_FORMAT") == "21 November 2026"
        assert formats.number_format(4.5, 1) == "4.5"


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "number"), [("fr", "12\N{NARROW NO-BREAK SPACE}345"), ("en", "12,345")])
def test_large_counts_are_grouped_on_pages(language: str, number: str, client_for: Callable[[User], Client]) -> None:
    from ideas.models import Idea
    from tests.factories.ideas import make_idea

    idea = make_idea()
    Idea.objects.filter(pk=idea.pk).update(imported_support_count=12345)
    client = client_for(administrator(language))
    for address in (reverse("ideas:list"), idea.get_absolute_url()):
        page = client.get(address).content.decode()
        assert number in page
        assert "12345" not in re.sub(r"<[^>]*>", " ", page)
