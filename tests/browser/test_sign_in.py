import re
from collections.abc import Callable

from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from intranet.accounts.models import User
from tests.browser.conftest import Judge
from tests.factories.people import PASSWORD


def test_anyone_can_read_the_sign_in_page(page: Page, axe: Judge) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/"))
    axe.in_both_themes(page)


def test_an_employee_signs_in_and_arrives_where_they_were_going(page: Page, employee: User) -> None:
    EmailAddress.objects.create(user=employee, email=employee.email, verified=True, primary=True)
    page.goto("/notifications/")
    page.locator("input[name=login]").fill(employee.email.upper())
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page).to_have_url(re.compile(r"/notifications/$"))


def test_a_person_signed_in_for_the_test_is_known_to_the_site(open_as: Callable[..., Page], employee: User) -> None:
    page = open_as(employee)
    response = page.goto("/notifications/")
    assert response is not None
    assert response.status == 200
    assert page.url.endswith("/notifications/")


def test_the_admin_works_under_its_content_policy(open_as: Callable[..., Page], cm: User) -> None:
    page = open_as(cm)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.goto("/cms/")
    expect(page.locator("h1")).to_be_visible()
    assert [text for text in refused if "Content Security Policy" in text] == []
