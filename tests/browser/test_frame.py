"""The frame of every page in a real browser: menus, dialogs, messages, theme, phone, keyboard, accessibility."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from intranet.accounts.models import User
from tests.browser.conftest import Judge

OpenAs = Callable[..., Page]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def test_every_component_is_accessible_in_both_themes(open_as: OpenAs, admin_user: User, axe: Judge) -> None:
    page = open_as(admin_user, reduced_motion="reduce")
    page.goto("/ui/")
    axe.in_both_themes(page)
    page.locator(".topbar .menu > summary").click()
    axe.in_both_themes(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Open a dialog").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    axe.in_both_themes(page)


def test_nothing_is_wider_than_a_phone(open_as: OpenAs, admin_user: User) -> None:
    page = open_as(admin_user, **PHONE)
    page.goto("/ui/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator(".bottombar")).to_be_visible()


def test_the_choice_of_theme_takes_effect_at_once_and_is_kept(open_as: OpenAs, admin_user: User) -> None:
    page = open_as(admin_user, color_scheme="light")
    page.goto("/ui/")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    day = page.evaluate(paper)
    page.locator(".topbar .menu > summary").click()
    with page.expect_response("**/ui/theme/"):
        page.get_by_role("button", name="Dark").click()
    assert page.evaluate(paper) != day
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_theme_can_be_chosen_without_a_script(open_as: OpenAs, admin_user: User) -> None:
    page = open_as(admin_user, java_script_enabled=False)
    page.goto("/ui/")
    page.locator(".topbar .menu > summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page).to_have_url("/ui/")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_a_menu_works_by_keyboard(open_as: OpenAs, admin_user: User) -> None:
    page = open_as(admin_user)
    page.goto("/ui/")
    summary = page.locator("#floats .menu > summary")
    panel = page.locator("#floats .menu-panel")
    summary.focus()
    page.keyboard.press("ArrowDown")
    expect(panel).to_be_visible()
    expect(panel.locator(".menu-item").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(panel.locator(".menu-item").last).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_menu_closes_when_one_clicks_elsewhere(open_as: OpenAs, admin_user: User) -> None:
    page = open_as(admin_user)
    page.goto("/ui/")
    page.locator("#floats .menu > summary").click()
    expect(page.locator("#floats .menu-panel")).to_be_visible()
    page.locator("#floats h2").first.click()
    expect(page.locator("#floats .menu-panel")).to_be_hidden()


def test_a_dialog_gives_the_focus_back_to_what_opened_it(open_as: OpenAs, admin_user: User) -> None:
    page = open_as(admin_user)
    page.goto("/ui/")
    opener = page.get_by_role("button", name="Open a dialog")
    opener.click()
    expect(page.get_by_role("dialog", name="Why hide this message?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_first_tab_offers_to_skip_to_the_content(open_as: OpenAs, admin_user: User) -> None:
    page = open_as(admin_user)
    page.goto("/ui/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_messages_are_shown_and_can_be_closed(open_as: OpenAs, admin_user: User) -> None:
    page = open_as(admin_user)
    page.goto("/ui/")
    page.evaluate("""import("parvis/helpers/toast.js").then(m => m.toast("<b>Kept</b>", "error"))""")
    toast = page.get_by_role("alert").filter(has_text="Kept")
    expect(toast).to_have_text("<b>Kept</b>")
    toast.get_by_role("button", name="Close").click()
    expect(toast).to_be_hidden()


def test_the_page_says_when_the_network_is_gone(open_as: OpenAs, admin_user: User) -> None:
    page = open_as(admin_user)
    page.goto("/ui/")
    expect(page.locator("#offline")).to_be_hidden()
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()
