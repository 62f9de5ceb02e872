"""Words of an article are selected and contested; words of the house explain themselves to the keyboard."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from intranet.accounts.models import User
from knowledge.passages.models import Passage
from tests.factories.glossary import make_term
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article
from tests.factories.people import make_user

BODY = "<h2>Varnish</h2><p>Two coats are enough. Wait <em>one hour</em> between them, on an offcut first.</p>"

SELECT = """() => {
  const paragraph = document.querySelector("#text p")
  const range = document.createRange()
  range.setStart(paragraph.firstChild, paragraph.firstChild.data.indexOf("Wait"))
  range.setEnd(paragraph.querySelector("em").firstChild, 8)
  getSelection().removeAllRanges()
  getSelection().addRange(range)
}"""


def test_a_selection_is_contested_and_its_thread_is_reached_from_the_text(
    open_as: Callable[..., Page], axe: Callable[[Page], None], transactional_db: None
) -> None:
    reader: User = make_user(username="rosa", language="en")
    article = make_article("Varnishing", body=BODY)
    page = open_as(reader, locale="en")
    page.goto(article.get_absolute_url())
    page.evaluate(SELECT)
    page.get_by_role("link", name="Ask or contest").click()
    expect(page.locator(".passage-quote")).to_have_text("Wait one hour")
    page.get_by_label("I think that it is not right").check()
    page.get_by_label("In your words").fill("Two hours, on beech.")
    axe(page)
    page.get_by_role("button", name="Open the discussion").click()
    expect(page.get_by_role("heading", name="A passage is contested")).to_be_visible()
    axe(page)
    passage = Passage.objects.get()
    page.get_by_role("link", name="Read it in its place").click()
    page.wait_for_url(f"**{article.get_absolute_url()}#passage-{passage.pk}")
    expect(page.locator("mark.passage").last).to_have_text("one hour")
    axe(page)
    page.get_by_role("link", name="Contested: see the discussion").click()
    page.wait_for_url(f"**{passage.get_absolute_url()}")


def test_an_address_that_became_a_card_can_be_contested_and_so_can_what_stands_after_it(
    open_as: Callable[..., Page], axe: Callable[[Page], None], transactional_db: None
) -> None:
    reader: User = make_user(username="rosa", language="en")
    idea = make_idea(title="Racks under the porch")
    address = idea.get_absolute_url()
    article = make_article("Plans", body=f'<p>Before.</p><p><a href="{address}">{address}</a></p>{BODY}')
    page = open_as(reader, locale="en")
    page.goto(article.get_absolute_url())
    card = page.locator(".idea-embed")
    expect(card).to_contain_text("Racks under the porch")
    axe(page)
    card.get_by_role("link", name="Ask or contest").click()
    expect(page.locator(".passage-quote")).to_have_text(address)
    page.get_by_label("I think that it is not right").check()
    page.get_by_label("In your words").fill("It is another one.")
    page.get_by_role("button", name="Open the discussion").click()
    page.get_by_role("link", name="Read it in its place").click()
    expect(page.locator("mark.passage")).to_be_visible()
    page.wait_for_selector(".idea-embed")
    page.evaluate(SELECT.replace("#text p", "#text h2 + p"))
    page.locator(".passage-bubble").click()
    expect(page.locator(".passage-quote")).to_have_text("Wait one hour")


def test_a_term_says_what_it_means_on_focus_and_escape_puts_it_away(
    open_as: Callable[..., Page], axe: Callable[[Page], None], transactional_db: None
) -> None:
    reader: User = make_user(username="rosa", language="en")
    term = make_term("offcut", definition="<p>What is left of a plank.</p>")
    article = make_article("Varnishing", body=BODY)
    page = open_as(reader, locale="en")
    # Another process may have read the glossary up to five seconds ago.
    for _try in range(7):
        page.goto(article.get_absolute_url())
        if page.locator("a.term").count():
            break
        page.wait_for_timeout(1000)
    link = page.locator("a.term")
    page.locator("#text").evaluate("text => { text.tabIndex = -1; text.focus() }")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    tooltip = page.get_by_role("tooltip")
    expect(tooltip).to_contain_text("What is left of a plank.")
    expect(link).to_have_accessible_description("What is left of a plank. In the glossary")
    axe(page)
    page.keyboard.press("Escape")
    expect(tooltip).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{term.get_absolute_url()}")
    axe(page)
