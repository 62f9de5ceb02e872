"""A question from its first word to the article it becomes, in a browser, by keyboard where a hand is not needed."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from knowledge.models import ArticlePage
from knowledge.questions.models import Question
from tests.factories.discussions import make_post, make_thread
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_user
from tests.factories.questions import make_answer, make_question

OpenAs = Callable[..., Page]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "color_scheme": "dark"}
OIL = "<p>Oil a beech worktop in three thin coats, each a day after the other.</p>"


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_what_answers_is_shown_while_typing_and_closes_the_question_at_no_cost(
    open_as: OpenAs, axe: Callable[[Page], None]
) -> None:
    article = make_article("Oiling worktops", body=OIL)
    page = open_as(make_user())
    page.goto("/knowledge/questions/ask/")
    near = page.locator("[data-similar]")
    for _try in range(10):  # the worker has the article in the index a moment after it is published
        page.get_by_label("Your question").fill("How is a beech worktop oiled?")
        page.get_by_label("Your question").press("End")
        page.get_by_label("Your question").type(" ")
        page.wait_for_timeout(1500)
        if near.get_by_role("link", name="Oiling worktops").count():
            break
    expect(near.get_by_role("link", name="Oiling worktops")).to_be_visible()
    axe(page)
    near.get_by_role("button", name="This answers me").press("Enter")
    expect(page).to_have_url(re.compile(re.escape(article.get_absolute_url())))
    assert not Question.objects.exists()


def test_a_question_is_asked_answered_accepted_and_becomes_an_article(
    open_as: OpenAs, axe: Callable[[Page], None]
) -> None:
    make_space()
    asker, knower = make_user(), make_user(display_name="Declan Murphy")
    page = open_as(asker)
    page.goto("/knowledge/questions/ask/")
    page.get_by_label("Your question").fill("Which screws hold in chipboard?")
    page.get_by_label("Space").select_option(index=1)
    page.get_by_role("button", name="Post the question").click()
    expect(page.get_by_role("heading", name="Which screws hold in chipboard?")).to_be_visible()
    make_answer(Question.objects.get(), knower, "<p>Coarse thread, and a pilot hole.</p>")
    page.reload()
    page.get_by_role("button", name="This answers my question").click()
    expect(page.get_by_text("Accepted answer")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Make it an article").click()
    expect(page).to_have_url(re.compile("/edit/"))
    article = ArticlePage.objects.get()
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("heading", name="Where this comes from")).to_be_visible()
    expect(page.locator(".credits").get_by_role("link", name="Declan Murphy")).to_be_visible()
    axe(page)


def test_the_pages_of_questions_are_accessible_and_fit_a_phone_at_night_in_french(
    open_as: OpenAs, axe: Callable[[Page], None]
) -> None:
    make_space()
    reader = make_user(language="fr")
    given = make_answer(make_question(title="A" + "very" * 30 + "?"))
    make_post(make_user(), given.discussion)
    thread = make_thread(make_user())
    page = open_as(reader, **PHONE)
    addresses = ["/knowledge/questions/", "/knowledge/questions/?state=for-me", "/knowledge/questions/ask/"]
    addresses += [given.question.get_absolute_url(), given.get_absolute_url()]
    addresses += [f"/knowledge/-/harvest/{thread.discussion_id}/"]
    for address in addresses:
        page.goto(address)
        axe(page)
        assert fits(page), address


def test_messages_are_chosen_without_scripts(open_as: OpenAs) -> None:
    make_space()
    thread = make_thread(make_user(), body="<p>Words worth keeping.</p>")
    page = open_as(make_user(), java_script_enabled=False)
    page.goto(thread.get_absolute_url())
    page.get_by_role("link", name="Make an article of messages").click()
    page.get_by_role("checkbox", name=re.compile("Words worth keeping")).check()
    page.get_by_role("button", name="Make the draft").click()
    expect(page).to_have_url(re.compile("/edit/"))
    assert "Words worth keeping." in ArticlePage.objects.get().body
