"""The frame of every page, the choices kept, the living page, the pages of errors."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory
from django.test.utils import override_settings

from intranet.accounts.models import User
from intranet.core import errors
from intranet.ui import context, theme
from intranet.ui.importmap import modules
from intranet.ui.living import icon_names

ClientFor = Callable[[User], Client]


@pytest.fixture
def dressed() -> Iterator[theme.Theme]:
    chosen = theme.Theme(accent="#c8102e", logo_url="/media/logo.svg", logo_alt="Atelier")
    before = theme._source
    theme.set_source(lambda: chosen)
    yield chosen
    theme.set_source(before)


def test_the_living_page_is_for_administrators(
    client_for: ClientFor, employee: User, cm: User, admin_user: User
) -> None:
    assert client_for(employee).get("/ui/").status_code == 403
    assert client_for(cm).get("/ui/").status_code == 403
    page = client_for(admin_user).get("/ui/")
    assert page.status_code == 200
    assert page.content.decode().count('class="ui-block"') >= 9


def test_the_living_page_asks_for_sign_in(client: Client, db: None) -> None:
    assert client.get("/ui/").status_code == 302


def test_a_page_has_one_import_map_with_every_module_and_the_nonce(client: Client, db: None) -> None:
    response = client.get("/accounts/login/")
    html = response.content.decode()
    maps = re.findall(r'<script type="importmap" nonce="([^"]+)">(.*?)</script>', html, re.DOTALL)
    assert len(maps) == html.count("importmap") == 1
    nonce, content = maps[0]
    assert f"'nonce-{nonce}'" in response["Content-Security-Policy"]
    imports = json.loads(content)["imports"]
    assert modules().keys() < imports.keys()
    assert "django-prose-editor/editor" in imports


def test_nothing_in_a_page_breaks_the_content_policy(client: Client, client_for: ClientFor, admin_user: User) -> None:
    for html in (client.get("/accounts/login/").content.decode(), client_for(admin_user).get("/ui/").content.decode()):
        assert not re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", html)
        assert all("nonce=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_every_specifier_that_a_module_imports_is_in_the_map() -> None:
    root = Path(settings.BASE_DIR) / "intranet" / "static" / "js"
    known = modules().keys() | {"django-prose-editor/editor", "django-prose-editor/configurable"}
    for path in root.rglob("*.js"):
        for specifier in re.findall(r'(?:from|import)\s*\(?\s*"([^"]+)"', path.read_text()):
            assert specifier in known, f"{path.name} imports {specifier}"


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    names = set(icon_names())
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text()):
            assert name in names, f"{path}: no icon {name}"


def test_every_own_file_that_a_template_links_exists() -> None:
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        for name in re.findall(r'{% static "([^"]+)"', path.read_text()):
            assert finders.find(name), f"{path}: no file {name}"


def test_the_choice_of_theme_is_kept_and_rendered_by_the_server(client: Client, db: None) -> None:
    assert "data-theme" not in client.get("/accounts/login/").content.decode()
    response = client.post("/ui/theme/", {"theme": "dark", "next": "/accounts/login/"})
    assert response["Location"] == "/accounts/login/"
    assert '<html lang="en" data-theme="dark">' in client.get("/accounts/login/").content.decode()
    client.post("/ui/theme/", {"theme": "system"})
    assert "data-theme" not in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("value", ["", "pink", '"><script>', "dark\x00", "é" * 5000])
def test_an_unknown_theme_changes_nothing(client: Client, db: None, value: str) -> None:
    response = client.post("/ui/theme/", {"theme": value})
    assert response.status_code == 302
    assert "parvis_theme" not in response.cookies


def test_a_forged_theme_cookie_stays_out_of_the_page(client: Client, db: None) -> None:
    client.cookies["parvis_theme"] = 'x" onload="alert(1)'
    assert "onload" not in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_a_choice_never_leads_to_another_site(client: Client, db: None, elsewhere: str) -> None:
    assert client.post("/ui/theme/", {"theme": "dark", "next": elsewhere})["Location"] == "/"


def test_the_choices_are_only_taken_by_post(client: Client, db: None) -> None:
    assert client.get("/ui/theme/").status_code == 405
    assert client.get("/ui/language/").status_code == 405


def test_before_sign_in_the_language_is_kept_in_the_browser(client: Client, db: None) -> None:
    client.post("/ui/language/", {"language": "fr"})
    assert '<html lang="fr">' in client.get("/accounts/login/").content.decode()


def test_a_signed_in_person_changes_the_language_of_their_account(client_for: ClientFor, employee: User) -> None:
    client_for(employee).post("/ui/language/", {"language": "fr"})
    employee.refresh_from_db()
    assert employee.language == "fr"


def test_an_unknown_language_changes_nothing(client_for: ClientFor, employee: User) -> None:
    assert client_for(employee).post("/ui/language/", {"language": "xx\x00"}).status_code == 302
    employee.refresh_from_db()
    assert employee.language == "en"


def test_the_charter_dresses_every_page(client: Client, db: None, dressed: theme.Theme) -> None:
    html = client.get("/accounts/login/").content.decode()
    assert f'href="/ui/theme/{dressed.version}.css"' in html
    assert '<img src="/media/logo.svg" alt="Atelier"' in html
    css = client.get(f"/ui/theme/{dressed.version}.css")
    assert "--accent: light-dark(#c8102e" in css.content.decode()
    assert "immutable" in css["Cache-Control"]
    assert client.get("/ui/theme/old.css")["Cache-Control"] == "no-cache"


def test_the_bell_says_how_many_and_asks_once(
    client_for: ClientFor, admin_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[User] = []

    def count(user: User) -> int:
        asked.append(user)
        return 3

    monkeypatch.setattr(context, "_count_unread", count)
    html = client_for(admin_user).get("/ui/").content.decode()
    assert "Notifications, 3 unread" in html
    assert asked == [admin_user]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.csrf_failure, 403)],
)
def test_pages_of_errors_are_ours_in_both_languages(
    client: Client, db: None, language: str, view: Callable, status: int
) -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.utils import translation

    request = RequestFactory().get("/somewhere/")
    request.user = AnonymousUser()  # type: ignore[assignment]  # nobody in particular
    with translation.override(language):
        response = view(request)
    html = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}">' in html
    assert 'class="error-page"' in html


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_of_our_own_failures_needs_no_database(language: str) -> None:
    """No ``db`` fixture: a query would fail this test."""
    from django.utils import translation

    with translation.override(language):
        response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert f'<html lang="{language}">' in response.content.decode()


def test_an_unknown_address_is_a_page_of_ours(client_for: ClientFor, employee: User) -> None:
    response = client_for(employee).get("/no/such/page/")
    assert response.status_code == 404
    assert 'class="topbar"' in response.content.decode()


@override_settings(DEBUG=False)
def test_a_form_without_its_token_gets_a_page_that_explains(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/ui/theme/", {"theme": "dark"})
    assert response.status_code == 403
    assert 'class="error-page"' in response.content.decode()


def test_the_bundle_is_found_like_any_file() -> None:
    path = finders.find("css/site.css")
    assert path
    assert "@layer reset, tokens" in Path(str(path)).read_text()
