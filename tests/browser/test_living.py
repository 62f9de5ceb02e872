"""The life of an idea in a browser: written on one device and sent from another, answered, carried out, amended."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from ideas.living import actions
from ideas.living.models import Draft
from intranet.accounts.models import User
from tests.factories.charter import clause, publish_charter
from tests.factories.ideas import make_idea
from tests.factories.living import NEW_WORDS, decided, make_accepted, make_declined
from tests.factories.people import make_user

OpenAs = Callable[..., Page]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_draft_goes_on_elsewhere_and_gives_way_to_an_idea_that_exists(
    open_as: OpenAs, axe: Callable[[Page], None]
) -> None:
    make_idea(title="Bicycle parking near the entrance")
    person = make_user()
    page = open_as(person)
    page.goto("/ideas/new/")
    page.get_by_label("Title").fill("Bicycle parking near the entrance hall")
    expect(page.locator(".autosave-status")).to_contain_text("Kept at", timeout=20_000)
    assert Draft.objects.get(person=person).fields["title"].startswith("Bicycle parking")
    elsewhere = open_as(person, **PHONE)
    elsewhere.goto("/ideas/drafts/")
    elsewhere.get_by_role("link", name="Bicycle parking near the entrance hall").click()
    expect(elsewhere.get_by_label("Title")).to_have_value("Bicycle parking near the entrance hall")
    instead = elsewhere.get_by_role("link", name="Support that one instead")
    expect(instead).to_be_visible(timeout=15_000)
    assert fits(elsewhere)
    instead.click()
    axe(elsewhere)
    elsewhere.get_by_role("button", name="Support it and drop my draft").click()
    expect(elsewhere.locator("[data-count]").first).to_have_text("1")
    assert not Draft.objects.exists()


def test_a_decision_asks_only_what_its_status_needs(open_as: OpenAs, leader: User, axe: Callable[[Page], None]) -> None:
    idea = make_idea()
    page = open_as(leader)
    page.goto(f"/ideas/{idea.pk}/decide/")
    reason = page.get_by_label("Why it is declined")
    expect(reason).to_be_hidden()
    page.get_by_label("Status").select_option("declined")
    expect(reason).to_be_visible()
    expect(page.get_by_label("Until")).to_be_hidden()
    axe(page)


def test_a_long_life_reads_as_one_calm_line(
    open_as: OpenAs, leader: User, cm: User, employee: User, axe: Callable[[Page], None]
) -> None:
    author = make_user()
    idea = make_declined(leader, author)
    idea.appeal(by=author, words=NEW_WORDS)
    decided(idea, cm, "planned", owner=leader)
    milestone = actions.add_milestone(idea, by=leader, title="First racks", due_on=None, owner=leader)
    actions.reach(milestone, by=leader)
    actions.add_milestone(idea, by=leader, title="All racks", due_on=None, owner=leader)
    actions.post_progress(idea, by=leader, body="<p>Holes are drilled.</p>")
    for extra in ({}, PHONE):
        page = open_as(employee, **extra)
        page.goto(idea.get_absolute_url())
        life = page.locator("#life")
        expect(life.get_by_text("First racks")).to_be_visible()
        life.get_by_text("Read the answer").first.click()
        assert fits(page)
        axe(page)


def test_an_amendment_shows_what_changes(open_as: OpenAs, axe: Callable[[Page], None]) -> None:
    key = "0c4e6b0a-6f38-4e0e-9b56-0c2c2a6a9f11"
    publish_charter(clause("Respect", "<p>We listen to everyone.</p>", key=key))
    page = open_as(make_user())
    page.goto(f"/ideas/amend/{key}/")
    axe(page)
    for field, html in (
        ("why", "<p>Quiet people are not heard.</p>"),
        ("body_en", "<p>We listen to everyone, the quiet first.</p>"),
    ):
        page.locator(f"#id_{field}").evaluate(
            "(field, html) => { field.value = html; field.closest('parvis-editor')?.reload?.() }", html
        )
    page.get_by_role("button", name="Propose the amendment").click()
    expect(page.locator(".amendment ins").first).to_contain_text("quiet")
    axe(page)


def test_carrying_it_out_takes_no_mouse(open_as: OpenAs, leader: User) -> None:
    idea = make_accepted(leader)
    page = open_as(leader)
    page.goto(f"/ideas/{idea.pk}/milestones/")
    page.get_by_label("What will be reached").fill("First racks")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Reached").press("Enter")
    expect(page.locator("#life")).to_contain_text("milestone reached")
