"""Merging two ideas and an opinion map, in a real browser: accessible, by keyboard, on a phone too."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from ideas.joining.models import Joining
from ideas.opinions import mapping
from tests.factories.ideas import make_idea
from tests.factories.opinions import crowd, make_map, make_statement
from tests.factories.people import make_user

PHONE = {"width": 390, "height": 844}
WIDEST = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def looked_at(tab: Page, axe: Callable[[Page], None]) -> None:
    axe(tab)
    assert tab.evaluate(WIDEST)


def test_two_ideas_are_merged_and_a_supporter_keeps_their_support(
    open_as: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    author, other, supporter = (make_user(language=code) for code in ("en", "en", "fr"))
    source = make_idea(author, title="Bicycle racks under the porch")
    target = make_idea(other, title="Racks for bicycles near the entrance")
    source.support(by=supporter)
    tab = open_as(author)
    tab.goto(source.get_absolute_url())
    tab.locator(".idea-header summary").click()
    tab.get_by_role("link", name="Propose to merge it").click()
    looked_at(tab, axe)
    tab.get_by_label(target.title).check()
    tab.get_by_label("Why").fill("Both ask for racks")
    tab.get_by_role("button", name="Propose the merge").click()
    expect(tab.get_by_text("have not answered yet")).to_be_visible()
    looked_at(tab, axe)

    made = Joining.objects.get()
    answering = open_as(other)
    answering.goto(made.get_absolute_url())
    answering.get_by_role("button", name="Accept").click()
    expect(answering.get_by_text("Separate the two ideas again")).to_be_visible()
    looked_at(answering, axe)

    phone = open_as(supporter, viewport=PHONE, color_scheme="dark")
    phone.goto(target.get_absolute_url())
    expect(phone.get_by_text("Que devient votre soutien")).to_be_visible()
    looked_at(phone, axe)
    phone.get_by_role("button", name="Garder mon soutien").click()
    phone.goto(source.get_absolute_url())
    expect(phone.get_by_text("Cette idée a été fusionnée")).to_be_visible()
    looked_at(phone, axe)


def test_statements_are_voted_on_by_keyboard_and_the_map_is_read(
    open_as: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    opened = make_map()
    crowd(opened, people=64, statements=9)
    make_statement(opened, text="Whoever speaks least is asked first")
    mapping.draw(opened.pk)
    tab = open_as(make_user(language="en"))
    tab.goto(opened.get_absolute_url())
    looked_at(tab, axe)
    for key in "adpadadpad":
        text = tab.locator("#statement-text")
        before = text.inner_text()
        tab.keyboard.press(key)
        expect(text).not_to_have_text(before)
    expect(tab.get_by_text("You have voted on every statement.")).to_be_visible()
    tab.reload()
    expect(tab.get_by_text("Only you see your place")).to_be_visible()
    looked_at(tab, axe)
    phone = open_as(make_user(language="fr"), viewport=PHONE, color_scheme="dark")
    phone.goto(opened.get_absolute_url())
    looked_at(phone, axe)
    text = phone.locator("#statement-text")
    before = text.inner_text()
    phone.get_by_role("button", name="Pas d’accord").click()
    expect(text).not_to_have_text(before)
    phone.goto(f"{opened.get_absolute_url()}mine/")
    expect(phone.get_by_text("Vous n’êtes pas d’accord")).to_be_visible()
    looked_at(phone, axe)
