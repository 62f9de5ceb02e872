"""A discussion in two browsers: live, cut off, without script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from intranet.accounts.models import User
from intranet.discussions import actions
from intranet.discussions.models import Thread
from tests.browser.conftest import Judge, cut_off
from tests.factories.discussions import make_post, make_thread
from tests.factories.people import PASSWORD, make_user

Open = Callable[..., Page]
SEEN = {"timeout": 15_000}


@pytest.fixture
def marc(transactional_db: None) -> User:
    return make_user(username="marc", display_name="Marc Leroy")


@pytest.fixture
def thread(employee: User) -> Thread:
    return make_thread(employee, title="Shorter meetings")


@pytest.fixture
def read_by(open_as: Open, thread: Thread) -> Callable[..., Page]:
    def read(user: User, **options: object) -> Page:
        page = open_as(user, **options)
        page.goto(thread.get_absolute_url())
        if options.get("java_script_enabled", True):
            expect(page.locator("parvis-thread")).to_have_attribute("data-status", "live", **SEEN)
        return page

    return read


def write(page: Page, text: str) -> None:
    page.locator("[data-composer] textarea[name=body]").focus()
    editor = page.locator("[data-composer] [contenteditable=true]")
    editor.click(timeout=20_000)
    editor.press_sequentially(text)


def posts(page: Page) -> list[str]:
    return page.locator("[data-posts] > .post:not(.post-pending) .post-body").all_inner_texts()


def test_a_message_appears_for_everybody_without_reload(
    read_by: Callable[..., Page], employee: User, marc: User
) -> None:
    hers, his = read_by(employee), read_by(marc)
    expect(his.locator("[data-present]")).to_have_attribute("aria-label", re.compile("Elise"), **SEEN)
    write(hers, "Forty minutes are enough.")
    expect(his.locator("[data-writing]")).to_contain_text("Elise", **SEEN)
    hers.keyboard.press("Control+Enter")
    for page in (hers, his):
        expect(page.locator(".post-body", has_text="Forty minutes")).to_have_count(1, **SEEN)
        expect(page.locator("[data-state-text]")).to_contain_text("2 changes", **SEEN)
    expect(hers.locator(".post-pending")).to_have_count(0)


def test_a_reaction_answers_at_once_and_is_taken_back_when_refused(
    read_by: Callable[..., Page], employee: User, marc: User
) -> None:
    hers, his = read_by(employee), read_by(marc)
    his.locator("#post-1").hover()
    his.locator("#post-1 [data-act=react]").click()
    his.locator(".reaction-menu [data-react=agree]").click()
    expect(hers.locator("#post-1 .reaction[data-react=agree] .count")).to_have_text("1", **SEEN)
    expect(his.locator("#post-1 .reaction[data-react=agree]")).to_have_attribute("aria-pressed", "true")
    expect(hers.locator("#post-1 .reaction[data-react=agree]")).to_have_attribute("aria-pressed", "false")
    his.route("**/react/", lambda route: route.abort())
    his.locator("#post-1 .reaction[data-react=agree]").click()
    expect(his.locator(".toast-error")).to_be_visible(**SEEN)
    expect(his.locator("#post-1 .reaction[data-react=agree] .count")).to_have_text("1")


def test_a_browser_cut_off_says_so_keeps_the_text_and_catches_up(
    read_by: Callable[..., Page], thread: Thread, employee: User, marc: User
) -> None:
    hers, his = read_by(employee), read_by(marc)
    write(his, "Written in a tunnel")
    with cut_off(his):
        expect(his.locator("parvis-thread")).to_have_attribute("data-status", "offline", **SEEN)
        expect(his.locator("[data-state-text]")).to_contain_text("Offline")
        his.keyboard.press("Control+Enter")
        expect(his.locator("[data-error-text]")).to_contain_text("Your text is kept", **SEEN)
        for number in range(3):
            make_post(employee, thread.discussion, f"<p>Meanwhile {number}</p>")
        first = thread.discussion.posts.get(number=1)
        actions.edit(first, by=employee, body="<p>Changed meanwhile</p>")
        actions.react(first, by=employee, name="thanks", on=True)
        gone = make_post(employee, thread.discussion, "<p>Regretted</p>")
        actions.delete(gone, by=employee)
    expect(his.locator("parvis-thread")).to_have_attribute("data-status", "live", **SEEN)
    expect(hers.locator("[data-state-text]")).to_contain_text("8 changes", **SEEN)
    expect(his.locator("[data-state-text]")).to_contain_text("8 changes", **SEEN)
    assert posts(his) == posts(hers) == ["Changed meanwhile", "Meanwhile 0", "Meanwhile 1", "Meanwhile 2"]
    expect(his.locator("[data-composer] [contenteditable=true]")).to_have_text("Written in a tunnel")
    his.locator("[data-composer] button[type=submit]").click()
    expect(hers.locator(".post-body", has_text="Written in a tunnel")).to_have_count(1, **SEEN)
    expect(his.locator(".post-body", has_text="Written in a tunnel")).to_have_count(1, **SEEN)


def test_what_was_being_written_is_there_after_a_reload(read_by: Callable[..., Page], marc: User) -> None:
    page = read_by(marc)
    write(page, "Not yet sent")
    page.reload()
    expect(page.locator("[data-draft-state]")).to_contain_text("what you were writing", **SEEN)
    assert "Not yet sent" in page.locator("[data-composer] textarea[name=body]").input_value()


def test_everything_works_without_script(read_by: Callable[..., Page], thread: Thread, marc: User) -> None:
    page = read_by(marc, java_script_enabled=False)
    page.locator("[data-composer] textarea[name=body]").fill("No script here.\n\nSecond paragraph, @elise.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#post-2 .post-body p")).to_have_count(2)
    expect(page.locator("#post-2 a.mention")).to_have_text("@Elise")
    page.locator("#post-1 [data-act=more]").click()
    page.get_by_role("button", name="Thank you").click()
    expect(page.get_by_role("button", name="Thank you")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{thread.get_absolute_url()}#post-2")
    page.locator("#post-2 [data-act=more]").click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("textarea[name=body]").fill("Put right.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#post-2 .post-body")).to_have_text("Put right.")
    page.locator("#post-2 [data-act=more]").click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete the message").click()
    expect(page.locator("#post-2")).to_contain_text("The author deleted this message.")


def test_someone_deactivated_is_told_and_hears_nothing_more(
    read_by: Callable[..., Page], thread: Thread, employee: User, marc: User
) -> None:
    page = read_by(marc)
    marc.deactivate()
    expect(page.locator("parvis-thread")).to_have_attribute("data-status", "signed-out", **SEEN)
    make_post(employee, thread.discussion, "<p>Between us</p>")
    page.wait_for_timeout(1000)
    expect(page.locator(".post-body", has_text="Between us")).to_have_count(0)


def test_a_thread_is_accessible_in_both_themes(
    read_by: Callable[..., Page], axe: Judge, thread: Thread, employee: User, marc: User
) -> None:
    post = make_post(marc, thread.discussion, "<p>With a <code>word</code>.</p>", parent=thread.discussion.posts.get())
    actions.react(post, by=employee, name="agree", on=True)
    page = read_by(employee, reduced_motion="reduce")
    page.locator("#post-2").hover()
    page.locator("#post-2 [data-act=more]").click()
    axe.in_both_themes(page)
    page.keyboard.press("Escape")
    page.locator("[data-composer] textarea[name=body]").focus()
    page.locator("[data-composer] [contenteditable=true]").wait_for()
    axe.in_both_themes(page)


def test_who_was_signed_out_keeps_the_text_signs_in_in_another_tab_and_sends_it(
    read_by: Callable[..., Page], employee: User
) -> None:
    employee.vouch_for_email()
    page = read_by(employee)
    write(page, "Forty minutes are enough.")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-error-text]")).to_have_text(re.compile("you are signed out. Your text is kept"), **SEEN)
    expect(page.locator("[data-composer] [contenteditable=true]")).to_have_text("Forty minutes are enough.")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again, in a new tab").click()
    tab = opened.value
    tab.locator("input[name=login]").fill(employee.username)
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.keyboard.press("Enter")
    expect(tab.locator("[data-composer] textarea[name=body]")).to_have_value(re.compile("Forty minutes"), **SEEN)
    tab.close()
    page.locator("[data-composer] button[type=submit]").click()
    expect(page.locator(".post-body", has_text="Forty minutes")).to_have_count(1, **SEEN)
    expect(page.locator(".post-pending")).to_have_count(0, **SEEN)
    expect(page.locator("parvis-thread")).to_have_attribute("data-status", "live", **SEEN)
