"""What somebody looked at counts, what they did not see does not; an idea's address in a text becomes its card."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from ideas.attention.models import Impression
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article
from tests.factories.people import make_user


def test_cards_in_view_for_a_second_are_counted_and_an_address_in_a_text_is_a_card(
    open_as: Callable[..., Page], axe: Callable[[Page], None], transactional_db: None
) -> None:
    reader, author = make_user(username="rosa", language="en"), make_user()
    ideas = [make_idea(author=author, title=f"Idea number {number}") for number in range(14)]
    page = open_as(reader, locale="en", viewport={"width": 900, "height": 500})
    page.goto("/ideas/?order=new")
    axe(page)
    # Longer than a second, then away: what is left is sent as the page goes.
    page.wait_for_timeout(1500)
    body = f'<p>See:</p><p><a href="{ideas[0].get_absolute_url()}">{ideas[0].get_absolute_url()}</a></p>'
    page.goto(make_article("Plans", body=body).get_absolute_url())
    card = page.locator(".idea-embed")
    expect(card).to_contain_text("Idea number 0")
    axe(page)
    deadline = time.monotonic() + 10
    while not Impression.objects.exists() and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    seen = set(Impression.objects.filter(person=reader).values_list("idea", flat=True))
    assert ideas[-1].pk in seen
    assert ideas[0].pk not in seen
    page.goto("/ideas/?order=supported")
    expect(page.get_by_role("navigation", name="Order of the ideas")).to_be_visible()
