"""Saving over a version that somebody else saved meanwhile, through the site."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from intranet.accounts.models import User
from knowledge.models import ArticlePage
from tests.factories.knowledge import make_article
from tests.knowledge.test_editing import edit, written

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]

FIRST = (
    "<p>Ask your manager before you book.</p><p>Keep the receipts of everything.</p><p>Send them within a month.</p>"
)


def with_words(body: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in body
        body = body.replace(old, new)
    return body


@pytest.fixture
def travel(employee: User) -> ArticlePage:
    return make_article("Travel", by=employee, body=FIRST, tags=["travel"])


def questions(response: Any) -> dict[str, str]:
    """Return the page of questions as its form sends it before anything is chosen."""
    return {"kept": response.context["kept"], "current": str(response.context["current"].pk)}


def test_two_people_change_different_paragraphs_and_both_are_in(
    travel: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    form_of_elise, form_of_marc = written(travel), written(travel)
    base = travel.latest_revision_id
    theirs = {"body": with_words(FIRST, ("your manager", "Finance")), "tags": "travel, finance"}
    client_for(colleague).post(edit(travel), {**form_of_marc, **theirs, "publish": "1"})
    mine = {"body": with_words(FIRST, ("a month", "two weeks")), "title": "Travelling"}
    response = client_for(employee).post(edit(travel), {**form_of_elise, **mine, "publish": "1"}, follow=True)
    travel.refresh_from_db()
    assert travel.body == with_words(FIRST, ("your manager", "Finance"), ("a month", "two weeks"))
    assert travel.title == "Travelling"
    assert sorted(tag.name for tag in travel.tags.all()) == ["finance", "travel"]
    assert travel.live_revision == travel.latest_revision
    page = response.content.decode()
    assert "Merged with the changes of Marc" in page
    assert "two" in page
    assert "Finance" in page
    (_path, status), *_ = response.redirect_chain
    assert (status, f"from={base}" in _path) == (302, True)
    history = client_for(employee).get(f"/knowledge/-/{travel.pk}/history/").content.decode()
    assert "With Marc" in history
    assert travel.latest_revision.user == employee


def test_three_people_in_a_row_lose_nothing(
    travel: ArticlePage, employee: User, colleague: User, leader: User, client_for: SignIn
) -> None:
    forms = [written(travel) for _person in range(3)]
    changes = [("your manager", "Finance"), ("the receipts", "every receipt"), ("a month", "two weeks")]
    for person, form, change in zip((employee, colleague, leader), forms, changes, strict=True):
        client_for(person).post(edit(travel), {**form, "body": with_words(FIRST, change), "publish": "1"})
    travel.refresh_from_db()
    assert travel.body == with_words(FIRST, *changes)
    assert {person.username for person in travel.latest_revision.note.credits.all()} == {"elise", "marc"}


def conflict(travel: ArticlePage, employee: User, colleague: User, client_for: SignIn) -> tuple[Client, Any]:
    """Have both change the second paragraph, and Élise the third too; returns her browser and what she is shown."""
    form = written(travel)
    theirs = with_words(FIRST, ("Keep the receipts of everything", "Keep the receipts above ten euros"))
    client_for(colleague).post(edit(travel), {**form, "body": theirs, "publish": "1"})
    mine = with_words(FIRST, ("Keep the receipts of everything", "Photograph the receipts"), ("a month", "two weeks"))
    browser = client_for(employee)
    return browser, browser.post(edit(travel), {**form, "body": mine, "word": "Simpler", "publish": "1"})


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("theirs", "<p>Keep the receipts above ten euros.</p>"),
        ("mine", "<p>Photograph the receipts.</p>"),
        ("both", "<p>Photograph the receipts.</p><p>Keep the receipts above ten euros.</p>"),
        ("own", "<p>Photograph receipts above ten euros.</p>"),
    ],
)
def test_the_same_paragraph_is_asked_and_the_rest_merged(
    choice: str, expected: str, travel: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    browser, asked = conflict(travel, employee, colleague, client_for)
    page = asked.content.decode()
    assert asked.status_code == 409
    assert "Marc changed the same passages" in page
    assert "Photograph the receipts" in page
    assert "above ten euros" in page
    assert travel.revisions.count() == 2, "nothing was saved"
    own = "<p>Photograph receipts above ten euros.</p><script>x</script>"
    answer = {**questions(asked), "choice-0": choice, "own-0": own, "publish": "1"}
    assert browser.post(edit(travel), answer).status_code == 302
    travel.refresh_from_db()
    assert travel.body == f"<p>Ask your manager before you book.</p>{expected}<p>Send them within two weeks.</p>"
    note = travel.latest_revision.note
    assert (note.word, [person.username for person in note.credits.all()]) == ("Simpler", ["marc"])


def test_a_question_without_an_answer_is_asked_again_and_saves_nothing(
    travel: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    browser, asked = conflict(travel, employee, colleague, client_for)
    for wrong in ({}, {"choice-0": "?"}, {"choice-0": "own", "own-0": "x" * 1_000_001}):
        again = browser.post(edit(travel), {**questions(asked), **wrong, "publish": "1"})
        assert again.status_code == 409
        assert "field-error" in again.content.decode()
        assert "Photograph the receipts" in again.content.decode()
    assert travel.revisions.count() == 2


def test_somebody_who_saves_while_the_question_is_open_is_merged_with_too(
    travel: ArticlePage, employee: User, colleague: User, leader: User, client_for: SignIn
) -> None:
    browser, asked = conflict(travel, employee, colleague, client_for)
    travel.refresh_from_db()
    theirs = with_words(travel.body, ("your manager", "Finance"))
    client_for(leader).post(edit(travel), {**written(travel), "body": theirs, "publish": "1"})
    browser.post(edit(travel), {**questions(asked), "choice-0": "mine", "publish": "1"})
    travel.refresh_from_db()
    assert travel.body == (
        "<p>Ask Finance before you book.</p><p>Photograph the receipts.</p><p>Send them within two weeks.</p>"
    )
    assert {p.username for p in travel.latest_revision.note.credits.all()} == {"marc", "leila"}


def test_somebody_who_changes_the_same_words_while_the_question_is_open_makes_another_question(
    travel: ArticlePage, employee: User, colleague: User, leader: User, client_for: SignIn
) -> None:
    browser, asked = conflict(travel, employee, colleague, client_for)
    travel.refresh_from_db()
    theirs = with_words(travel.body, ("above ten euros", "above twenty euros"))
    client_for(leader).post(edit(travel), {**written(travel), "body": theirs, "publish": "1"})
    again = browser.post(edit(travel), {**questions(asked), "choice-0": "mine", "publish": "1"})
    page = again.content.decode()
    assert again.status_code == 409
    assert "Photograph the receipts" in page
    assert "above twenty euros" in page
    browser.post(edit(travel), {**questions(again), "choice-0": "both", "publish": "1"})
    travel.refresh_from_db()
    assert "Photograph the receipts.</p><p>Keep the receipts above twenty euros." in travel.body
    assert "two weeks" in travel.body


def test_two_titles_are_asked_and_an_article_keeps_one(
    travel: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    form = written(travel)
    client_for(colleague).post(edit(travel), {**form, "title": "Trips", "publish": "1"})
    browser = client_for(employee)
    asked = browser.post(edit(travel), {**form, "title": "Journeys", "publish": "1"})
    assert "Trips" in asked.content.decode()
    empty = browser.post(edit(travel), {**questions(asked), "choice-title": "own", "own-title": ""})
    assert empty.status_code == 409
    browser.post(
        edit(travel), {**questions(asked), "choice-title": "own", "own-title": "Trips and journeys", "publish": "1"}
    )
    travel.refresh_from_db()
    assert travel.title == "Trips and journeys"


def test_a_summary_that_one_emptied_stays_empty_when_that_is_chosen(
    travel: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    travel.revise(by=employee, base_revision=None, summary="How to travel.", publish=True)
    form = written(travel)
    client_for(colleague).post(edit(travel), {**form, "summary": "", "publish": "1"})
    browser = client_for(employee)
    asked = browser.post(edit(travel), {**form, "summary": "How we travel.", "publish": "1"})
    assert asked.status_code == 409
    answer = {"choice-summary": "theirs", "own-summary": "How we travel.", "publish": "1"}
    browser.post(edit(travel), {**questions(asked), **answer})
    travel.refresh_from_db()
    assert travel.summary == ""


def test_who_made_the_same_change_has_nothing_to_save(
    travel: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    form = {**written(travel), "body": with_words(FIRST, ("a month", "a week")), "publish": "1"}
    client_for(colleague).post(edit(travel), form)
    response = client_for(employee).post(edit(travel), form, follow=True)
    assert "says the same" in response.content.decode()
    assert travel.revisions.count() == 2


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", "null", '{"title": {"a": 1}}', '"\\u0000"', json.dumps({"title": "", "body": "<p>x</p>"})]
)
def test_a_tampered_text_is_no_error_and_saves_nothing(kept: str, employee: User, client_for: SignIn) -> None:
    article = make_article(by=employee)
    for current in ("", "x", "0", str(article.latest_revision_id), "9" * 30):
        response = client_for(employee).post(edit(article), {"current": current, "kept": kept})
        assert response.status_code in (200, 422)
    assert article.revisions.count() == 1


def test_an_article_that_goes_while_a_question_is_open_gives_the_text_back(
    travel: ArticlePage, employee: User, colleague: User, cm: User, client_for: SignIn
) -> None:
    browser, asked = conflict(travel, employee, colleague, client_for)
    ArticlePage.objects.get(pk=travel.pk).delete()
    response = browser.post(edit(travel), {**questions(asked), "choice-0": "mine"})
    assert response.status_code == 404
    assert "Photograph the receipts" in response.content.decode()
    assert "Make a new article of it" in response.content.decode()


def test_an_article_that_closes_to_somebody_who_writes_in_it_gives_the_text_back(
    colleague: User, employee: User, client_for: SignIn
) -> None:
    article = make_article("Open", by=employee)
    form = written(article, body="<p>What Marc wrote.</p>")
    article.take_back(by=employee)
    response = client_for(colleague).post(edit(article), {**form, "publish": "1"})
    assert response.status_code == 404
    assert "What Marc wrote." in response.content.decode()


def test_a_paste_of_two_megabytes_gets_a_clear_answer_and_is_kept(
    travel: ArticlePage, employee: User, client_for: SignIn
) -> None:
    paste = "<p>Collé d’ailleurs, <b>en gras</b> &amp; long.</p>" * 40_000
    begun = time.process_time()
    response = client_for(employee).post(edit(travel), {**written(travel), "body": paste, "publish": "1"})
    assert time.process_time() - begun < 3
    page = response.content.decode()
    assert response.status_code == 422
    assert "This text is too long" in page
    assert page.count("Collé d’ailleurs") == 40_000
    travel.refresh_from_db()
    assert travel.body == FIRST
