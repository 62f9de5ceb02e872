"""Coming in: every page and message of sign-in is ours."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.utils import translation

from intranet.accounts.models import User
from tests.factories.people import PASSWORD

ClientFor = Callable[[User], Client]


def ours(html: str) -> bool:
    return 'class="entrance' in html or 'class="topbar"' in html


@pytest.mark.parametrize(
    ("path", "language", "label"),
    [
        ("/accounts/login/", "en", "Stay signed in"),
        ("/accounts/login/", "fr", "Garder ma session ouverte"),
        ("/accounts/password/reset/", "en", "E-mail address"),
        ("/accounts/password/reset/", "fr", "Adresse e‑mail"),
    ],
)
def test_fields_of_the_library_are_asked_for_in_our_words(
    client: Client, db: None, path: str, language: str, label: str
) -> None:
    page = client.get(path, headers={"accept-language": language}).content.decode()
    assert re.search(rf"<label[^>]*>\s*{label}", page)
    assert "Remember Me" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/inactive/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/nonsense/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-nonsense/",
        "/accounts/password/reset/key/done/",
    ],
)
def test_the_pages_before_sign_in_are_ours(client: Client, db: None, path: str) -> None:
    response = client.get(path, follow=True)
    assert response.status_code == 200
    assert ours(response.content.decode())


@pytest.mark.parametrize(
    "path", ["/accounts/email/", "/accounts/password/change/", "/accounts/logout/", "/accounts/reauthenticate/"]
)
def test_the_pages_of_my_account_are_ours(client_for: ClientFor, employee: User, path: str) -> None:
    response = client_for(employee).get(path, follow=True)
    assert response.status_code == 200
    assert ours(response.content.decode())


@pytest.mark.parametrize("login", ["elise", "ELISE@example.com"])
def test_one_signs_in_by_username_or_address(client: Client, employee: User, login: str) -> None:
    verify(employee)
    response = client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(employee.pk)


def test_a_wrong_password_says_so_and_keeps_the_name(client: Client, employee: User) -> None:
    html = client.post("/accounts/login/", {"login": "elise", "password": "wrong"}).content.decode()
    assert 'role="alert"' in html
    assert 'value="elise"' in html
    assert "wrong" not in html


def test_an_empty_field_is_linked_to_its_error(client: Client, db: None) -> None:
    html = client.post("/accounts/login/", {"login": "", "password": "x"}).content.decode()
    assert 'aria-invalid="true" aria-describedby="id_login_error"' in html
    assert 'id="id_login_error"' in html


def verify(user: User) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_forgotten_password_is_replaced_by_a_link_in_the_mail(client: Client, employee: User, language: str) -> None:
    verify(employee)
    client.post("/ui/language/", {"language": language})
    client.post("/accounts/password/reset/", {"email": employee.email})
    message = mail.outbox[0]
    link = re.search(r"https?://[^/]+(\S+)", str(message.body))
    assert link
    assert "&amp;" not in str(message.body)
    page = client.get(link[1], follow=True)
    action = page.request["PATH_INFO"]
    assert ours(page.content.decode())
    response = client.post(action, {"password1": "a-much-better-one", "password2": "a-much-better-one"}, follow=True)
    assert response.status_code == 200
    employee.refresh_from_db()
    assert employee.check_password("a-much-better-one")


def test_every_text_of_the_mails_renders_in_both_languages() -> None:
    folder = Path(settings.BASE_DIR) / "templates" / "account"
    context = {
        "email": "a@b.c",
        "code": "",
        "activate_url": "https://x/?a=1&b=2",
        "ip": "::1",
        "user_agent": "x",
        "timestamp": "now",
    }
    for path in [*folder.glob("email/*.txt"), *folder.glob("messages/*.txt")]:
        for language in ("en", "fr"):
            with translation.override(language):
                text = render_to_string(f"account/{path.parent.name}/{path.name}", context)
            if path.name.endswith("_subject.txt"):
                assert 0 < len(text.strip()) < 70
                assert "\n" not in text.strip()


def test_no_page_of_the_library_shows_through() -> None:
    """Every page that allauth's views render at this site has a template here."""
    import allauth.account

    theirs = Path(allauth.account.__file__).parent.parent / "templates" / "account"
    here = {path.name for path in (Path(settings.BASE_DIR) / "templates" / "account").glob("*.html")}
    internal = {
        "base_entrance.html",
        "base_manage.html",
        "base_manage_email.html",
        "base_manage_password.html",
        "base_reauthenticate.html",
    }
    never_here = {"signup_by_passkey.html", "email_change.html"} | {path.name for path in theirs.glob("*phone*")}
    assert {path.name for path in theirs.glob("*.html")} - internal - never_here <= here


@override_settings(WAGTAIL_SITE_NAME="La Ruche")
def test_a_mail_is_signed_with_the_name_of_the_site(client: Client, employee: User) -> None:
    client.post("/accounts/password/reset/", {"email": employee.email})
    assert mail.outbox[0].body.strip().endswith("\nLa Ruche")
