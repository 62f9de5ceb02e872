"""A review by keyboard alone: through the list, a scorecard kept as one chooses, a decision; two leaders at once; a phone."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from ideas.models import Status
from ideas.reviewing_room.models import Scorecard
from intranet.accounts.models import User
from tests.factories.ideas import make_idea
from tests.factories.people import make_user
from tests.factories.reviewing_room import entry_of, make_review, score

OpenAs = Callable[..., Page]
WIDE: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_review_by_keyboard_alone(open_as: OpenAs, axe: Callable[[Page], None], leader: User) -> None:
    ana, bob = make_user(display_name="Ana"), make_user(display_name="Bob")
    ideas = [make_idea(title=f"Idea number {n}") for n in range(3)]
    review = make_review(*ideas, by=leader, evaluators=(ana, bob))
    for person, scores in ((ana, (5, 5)), (bob, (1, 2))):
        score(entry_of(review, ideas[0]), person, *scores, comment="Because")
    page = open_as(leader, **WIDE)
    page.goto(review.get_absolute_url())
    title = page.locator(".room-title")
    expect(title).to_have_text("Idea number 0")
    page.locator(".room-cards summary").click()
    axe(page)
    page.keyboard.press("j")
    expect(page.locator(f"#place-{ideas[1].pk}")).to_be_focused()
    expect(title).to_have_text("Idea number 1")
    expect(page).to_have_url(re.compile(re.escape(review.url("idea", ideas[1].pk))))
    page.keyboard.press("ArrowDown")
    expect(title).to_have_text("Idea number 2")
    page.keyboard.press("Enter")
    expect(title).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"#place-{ideas[2].pk}")).to_be_focused()
    page.go_back()
    expect(title).to_have_text("Idea number 1")
    page.keyboard.press("k")
    expect(title).to_have_text("Idea number 0")
    page.keyboard.press("d")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Try it first")).to_be_checked()
    page.keyboard.press("Tab")
    page.locator(".room-decide [contenteditable=true], .room-decide textarea:visible").first.focus()
    page.keyboard.type("A try in spring.")
    axe(page)
    page.get_by_role("button", name="Publish the decision").focus()
    page.keyboard.press("Enter")
    expect(title).to_have_text("Idea number 1")
    expect(page.locator(f"#place-{ideas[0].pk}")).to_contain_text("Being tried")
    ideas[0].refresh_from_db()
    assert ideas[0].status == Status.PILOT


def test_a_scorecard_is_kept_as_one_chooses_and_two_leaders_do_not_overwrite(
    open_as: OpenAs, axe: Callable[[Page], None], leader: User, cm: User
) -> None:
    ana = make_user()
    idea = make_idea()
    review = make_review(idea, by=leader, evaluators=(ana,))
    phone = open_as(ana, **PHONE)
    phone.goto(review.get_absolute_url())
    expect(phone.locator(".room-title")).to_be_hidden()
    phone.locator(f"#place-{idea.pk}").click()
    expect(phone.locator(".room-title")).to_be_visible()
    assert fits(phone)
    phone.locator(".room-score input[type=radio]").nth(3).focus()
    phone.keyboard.press("Space")
    expect(phone.locator("[data-status]")).to_contain_text("only you see it")
    assert list(Scorecard.objects.get().scores.values()) == [4]
    axe(phone)
    phone.get_by_label(re.compile("2, weak")).last.check(force=True)
    phone.get_by_role("button", name="Send my scorecard").click()
    expect(phone.get_by_text("Your scorecard is sent.", exact=True)).to_be_visible()
    one, other = open_as(leader, **WIDE), open_as(cm, **WIDE)
    for page in (one, other):
        page.goto(review.url("idea", idea.pk))
    for page, choice in ((one, "Plan it"), (other, "Decline")):
        page.get_by_role("radio", name=choice).check()
        page.locator(".room-decide [contenteditable=true], .room-decide textarea:visible").first.focus()
        page.keyboard.type(f"{choice}, I say.")
        if choice == "Decline" and page.locator(".room-decide select[name=reason]").count():
            page.locator(".room-decide select[name=reason]").select_option(index=1)
    one.get_by_role("button", name="Publish the decision").click()
    expect(one.get_by_text("Decided.", exact=False).first).to_be_visible()
    other.get_by_role("button", name="Publish the decision").click()
    expect(other.get_by_text("Somebody decided about this idea", exact=False)).to_be_visible()
    expect(other.get_by_text("Plan it, I say.").first).to_be_visible()
    expect(other.locator(".room-decide")).to_contain_text("Decline, I say")
    idea.refresh_from_db()
    assert idea.status == Status.PLANNED
