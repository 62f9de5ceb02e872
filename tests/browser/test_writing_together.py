"""Suggesting an edit, reviewing, translating and beginning with a template, in a real browser; accessible, on a phone too."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from knowledge.models import ArticlePage
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_user

PHONE = {"width": 390, "height": 844}
WIDEST = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def looked_at(tab: Page, axe: Callable[[Page], None]) -> None:
    axe(tab)
    assert tab.evaluate(WIDEST)


def test_a_suggestion_is_sent_from_a_phone_and_accepted_by_who_looks_after_the_article(
    open_as: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    owner, reader = make_user(username="olga", language="en"), make_user(username="remi", language="fr")
    article = make_article("Travel", by=owner, body="<p>Leave on Friday.</p><p>Ask Rosa.</p>")
    phone = open_as(reader, viewport=PHONE, color_scheme="dark")
    phone.goto(article.get_absolute_url())
    phone.locator(".article-top summary").click()
    phone.get_by_role("link", name="Proposer une modification").click()
    editor = phone.locator(".ProseMirror")
    editor.press("Control+a")
    editor.press_sequentially("Leave on Thursday.")
    phone.get_by_label("Pourquoi").fill("Fridays are off")
    looked_at(phone, axe)
    phone.get_by_role("button", name="Envoyer la proposition").click()
    expect(phone.get_by_role("heading", name="Modification proposée")).to_be_visible()
    looked_at(phone, axe)

    laptop = open_as(owner)
    laptop.goto("/")
    laptop.get_by_role("link", name="1 suggested edit to answer").click()
    looked_at(laptop, axe)
    laptop.get_by_role("link", name="Travel").click()
    expect(laptop.get_by_text("Thursday")).to_be_visible()
    looked_at(laptop, axe)
    laptop.get_by_role("button", name="Accept", exact=True).click()
    expect(laptop.get_by_text("Accepted and published")).to_be_visible()
    expect(laptop.get_by_text("Leave on Thursday.")).to_be_visible()


def test_an_article_begins_with_a_template_is_reviewed_and_translated(
    open_as: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    steward, writer = make_user(username="stan", language="fr"), make_user(username="wilma", language="en")
    space: Any = make_space("Finance", publishing="review", stewards=[steward], language="en")
    tab = open_as(writer)
    tab.goto(f"/knowledge/new/?space={space.pk}")
    looked_at(tab, axe)
    tab.get_by_role("link", name="Meeting").click()
    expect(tab.locator(".ProseMirror")).to_contain_text("Who does what")
    looked_at(tab, axe)
    tab.get_by_label("Title").fill("Monday")
    tab.get_by_role("button", name="Send for review").click()
    expect(tab.get_by_text("Sent for review.").first).to_be_visible()
    looked_at(tab, axe)

    phone = open_as(steward, viewport=PHONE)
    phone.goto("/knowledge/-/reviews/")
    looked_at(phone, axe)
    phone.get_by_role("link", name="Monday").click()
    looked_at(phone, axe)
    phone.get_by_role("button", name="Approuver et publier").click()
    expect(phone.get_by_role("heading", name="Monday")).to_be_visible()
    article = ArticlePage.objects.get(title="Monday")
    assert article.live

    tab.goto(f"/knowledge/-/translations/{article.pk}/")
    looked_at(tab, axe)
    tab.get_by_role("button", name="Begin the translation").click()
    tab.get_by_label("Title").fill("Lundi")
    tab.get_by_role("button", name="Save the draft").click()
    expect(tab.get_by_role("link", name="Read in English")).to_be_visible()
    looked_at(tab, axe)
