"""Unsaved texts kept on the server, and who else has the editor open."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from intranet.accounts.models import User
from knowledge.drafting.models import SEEN_FOR, Draft, Editing
from knowledge.models import ArticlePage
from tests.factories.knowledge import make_article, make_space
from tests.knowledge.test_editing import edit, written

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


def keep(browser: Client, article: ArticlePage, body: str = "<p>Unsaved words</p>", **more: Any) -> HttpResponse:
    form = {**written(article, body=body), "tab": "one", "number": "0", **more}
    return browser.post(f"/knowledge/-/{article.pk}/draft/", form, headers={"user-agent": FIREFOX})


def test_what_was_not_saved_is_there_on_another_device(employee: User, client_for: SignIn) -> None:
    article = make_article(by=employee)
    kept = keep(client_for(employee), article, title="A better title")
    assert (kept.status_code, kept.json()["number"], kept.json()["newer"]) == (200, 1, None)
    page = client_for(employee).get(edit(article))
    text = page.content.decode()
    assert "Unsaved words" in text
    assert "A better title" in text
    assert "You go on with what you had not saved" in text
    assert "(Firefox, Windows)" in text
    listed = client_for(employee).get("/knowledge/-/drafts/").content.decode()
    assert "Not saved yet" in listed
    assert "A better title" in listed
    draft = Draft.objects.get()
    compared = client_for(employee).get(f"/knowledge/-/drafts/{draft.pk}/compare/").content.decode()
    assert "Unsaved" in compared
    led = client_for(employee).get(f"/knowledge/-/drafts/{draft.pk}/")
    assert led.headers["Location"] == edit(article)


def test_nobody_else_sees_it_whatever_their_role(
    employee: User, cm: User, leader: User, admin_user: User, colleague: User, client_for: SignIn
) -> None:
    article = make_article(by=employee)
    keep(client_for(employee), article)
    pk = Draft.objects.get().pk
    for person in (cm, leader, admin_user, colleague):
        browser = client_for(person)
        for address in (f"/knowledge/-/drafts/{pk}/", f"/knowledge/-/drafts/{pk}/compare/"):
            assert browser.get(address).status_code == 404
        assert browser.post(f"/knowledge/-/drafts/{pk}/discard/").status_code == 404
        for address in (edit(article), article.get_absolute_url(), "/knowledge/-/drafts/", "/knowledge/", "/"):
            assert "Unsaved words" not in browser.get(address).content.decode()
    assert article.revisions.count() == 1


def test_saving_removes_it_and_saving_nothing_new_too(employee: User, client_for: SignIn) -> None:
    article = make_article(by=employee)
    browser = client_for(employee)
    for form in (written(article, body="<p>Now saved</p>", publish="1"), None):
        keep(browser, article)
        article.refresh_from_db()
        browser.post(edit(article), form or written(article, publish="1"))
        assert not Draft.objects.exists()


def test_it_can_be_discarded(employee: User, client_for: SignIn) -> None:
    article = make_article(by=employee, body="<p>As saved</p>")
    browser = client_for(employee)
    keep(browser, article)
    pk = Draft.objects.get().pk
    answer = browser.post(f"/knowledge/-/drafts/{pk}/discard/", {"back": "1", "draft_key": f"article:{article.pk}"})
    assert answer.headers["Location"] == edit(article)
    assert answer.cookies["parvis_sent"].value == f"article:{article.pk}", "the browser forgets its copy"
    page = browser.get(edit(article)).content.decode()
    assert "As saved" in page
    assert "Unsaved words" not in page


def test_two_tabs_do_not_overwrite_one_another_silently(employee: User, client_for: SignIn) -> None:
    article = make_article(by=employee)
    browser = client_for(employee)
    assert keep(browser, article, "<p>Tab one</p>", tab="one").json()["number"] == 1
    other = keep(browser, article, "<p>Tab two</p>", tab="two")
    assert (other.status_code, other.json()["number"]) == (409, 1)
    assert "another tab or on another device" in other.json()["error"]
    assert Draft.objects.get().fields["body"] == "<p>Tab one</p>"
    # The same tab goes on even when an answer was lost on the way.
    assert keep(browser, article, "<p>Tab one, more</p>", tab="one", number="0").json()["number"] == 2
    assert keep(browser, article, "<p>Tab two</p>", tab="two", number="2").status_code == 200
    assert keep(browser, article, "<p>One again</p>", tab="one", number="2").status_code == 409
    assert keep(browser, article, "<p>Chosen</p>", tab="one", number="3", over="1").status_code == 200
    assert Draft.objects.get().fields["body"] == "<p>Chosen</p>"


def test_an_ended_session_is_said_in_json_and_keeps_nothing(client: Client, db: None) -> None:
    article = make_article()
    for url in (f"/knowledge/-/{article.pk}/draft/", "/knowledge/-/draft/"):
        answer = client.post(url, {"body": "x", "tab": "one", "number": "0", "key": "article:new"})
        assert (answer.status_code, "error" in answer.json()) == (401, True)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"tab": ""}, 400),
        ({"tab": "x" * 41}, 400),
        ({"number": "-1"}, 400),
        ({"number": "9" * 30}, 400),
        ({"number": "²"}, 400),
        ({"body": "x" * 1_000_001}, 413),
        ({"title": "x" * 100_000}, 200),
        ({"body": "a\x00b"}, 200),
        ({"base_revision": "9" * 30}, 200),
        ({"space": "x"}, 200),
    ],
)
def test_bad_input_gets_a_clear_answer(
    changes: dict[str, str], status: int, employee: User, client_for: SignIn
) -> None:
    article = make_article(by=employee)
    browser = client_for(employee)
    assert keep(browser, article, **changes).status_code == status
    assert browser.get(edit(article)).status_code == 200
    assert browser.get("/knowledge/-/drafts/").status_code == 200


def test_a_new_article_is_kept_too_and_apart_from_one_begun_with_a_title(employee: User, client_for: SignIn) -> None:
    space = make_space()
    browser = client_for(employee)
    form = {"title": "", "body": "<p>Just begun</p>", "space": str(space.pk), "tab": "a", "number": "0"}
    assert browser.post("/knowledge/-/draft/", {**form, "key": "article:new"}).json()["number"] == 1
    wanted = {**form, "key": "article:new:expense-claims", "title": "Expense claims", "body": "<p>About money</p>"}
    assert browser.post("/knowledge/-/draft/", wanted).status_code == 200
    assert "Just begun" in browser.get("/knowledge/new/").content.decode()
    assert "About money" in browser.get("/knowledge/new/?title=Expense+claims").content.decode()
    listed = browser.get("/knowledge/-/drafts/").content.decode()
    assert "Expense claims" in listed
    assert "Without a title" in listed
    for draft in Draft.objects.all():
        page = browser.get(f"/knowledge/-/drafts/{draft.pk}/", follow=True).content.decode()
        assert draft.fields["body"][3:13] in page
    saved = {"title": "Claims", "body": "<p>About money</p>", "space": space.pk, "language": "en", "publish": "1"}
    browser.post("/knowledge/new/?title=Expense+claims", saved)
    assert [draft.key for draft in Draft.objects.all()] == ["article:new"]
    assert browser.post("/knowledge/-/draft/", {**form, "key": "article:12"}).status_code == 400


def test_an_article_that_goes_away_while_one_writes_gives_the_text_back(
    colleague: User, employee: User, client_for: SignIn
) -> None:
    article = make_article("Shared", by=employee)
    browser = client_for(colleague)
    keep(browser, article, "<p>Written by Marc</p>")
    pk = article.pk
    ArticlePage.objects.get(pk=pk).delete()
    kept = browser.post(f"/knowledge/-/{pk}/draft/", {"body": "<p>And more</p>", "tab": "one", "number": "1"})
    assert kept.json()["gone"] is True
    assert browser.post(f"/knowledge/-/{pk}/draft/", {}).json() == {"gone": True}
    page = browser.get(f"/knowledge/-/{pk}/edit/")
    assert page.status_code == 404
    assert "And more" in page.content.decode()
    listed = browser.get("/knowledge/-/drafts/").content.decode()
    assert "The article is not there any more" in listed
    draft = Draft.objects.get()
    assert "And more" in browser.get(f"/knowledge/-/drafts/{draft.pk}/").content.decode()
    space = make_space()
    form = {"title": "Mine now", "body": "<p>And more</p>", "space": space.pk, "language": "en", "save": "1"}
    browser.post("/knowledge/new/", {**form, "draft_key": f"article:{pk}"})
    assert not Draft.objects.exists()
    assert client_for(employee).post(f"/knowledge/-/{pk}/draft/", {"body": "x"}).status_code == 404


def test_a_draft_begun_from_an_old_version_is_merged_when_it_is_saved(
    employee: User, colleague: User, client_for: SignIn
) -> None:
    article = make_article(by=employee, body="<p>First words here.</p><p>Second words there.</p>")
    browser = client_for(employee)
    keep(browser, article, "<p>First words here.</p><p>Second words everywhere.</p>")
    client_for(colleague).post(
        edit(article), written(article, body="<p>First words anywhere.</p><p>Second words there.</p>", publish="1")
    )
    page = browser.get(edit(article))
    assert "Marc saved a newer version" in page.content.decode()
    form = {name: page.context["form"][name].value() or "" for name in ("title", "body", "language", "base_revision")}
    browser.post(edit(article), {**form, "publish": "1"})
    article.refresh_from_db()
    assert article.body == "<p>First words anywhere.</p><p>Second words everywhere.</p>"


def test_who_else_edits_is_shown_to_who_may_edit(employee: User, colleague: User, client_for: SignIn) -> None:
    article = make_article(by=employee)
    beat = f"/knowledge/-/{article.pk}/draft/"
    assert client_for(colleague).post(beat).json()["editors"] == []
    heard = client_for(employee).post(beat).json()
    assert [editor["name"] for editor in heard["editors"]] == ["Marc"]
    assert "Marc is editing this article too" in client_for(employee).get(edit(article)).content.decode()
    client_for(colleague).post(beat, {"left": "1"})
    assert client_for(employee).post(beat).json()["editors"] == []
    client_for(colleague).post(beat)
    Editing.objects.filter(person=colleague).update(seen_at=timezone.now() - SEEN_FOR - timedelta(seconds=1))
    assert client_for(employee).post(beat).json()["editors"] == []
    Editing.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    Editing.objects.forget_gone()
    assert not Editing.objects.exists()


def test_somebody_who_saved_meanwhile_is_told_of(employee: User, colleague: User, client_for: SignIn) -> None:
    article = make_article(by=employee)
    base = str(article.latest_revision_id)
    client_for(colleague).post(edit(article), written(article, body="<p>Newer</p>", publish="1"))
    beat = f"/knowledge/-/{article.pk}/draft/"
    heard = client_for(employee).post(beat, {"base_revision": base}).json()
    assert heard["newer"] == {"by": "Marc", "mine": False}


def test_pictures_of_an_unsaved_text_are_not_cleared_away(employee: User, client_for: SignIn) -> None:
    article = make_article(by=employee)
    key = "12345678-1234-4234-8234-123456789abc"
    keep(client_for(employee), article, f'<p><img src="/media/{key}" alt=""></p>')
    assert Draft.objects.uploads_among({key, "other"}) == {key}


def test_opening_the_editor_costs_the_same_with_one_and_with_many(
    employee: User, client_for: SignIn, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.factories.people import make_user

    article = make_article(by=employee)
    browser = client_for(employee)
    keep(browser, article)
    browser.get(edit(article))
    counts = []
    for _round in (1, 9):
        for _number in range(_round):
            Editing.objects.beat(article, by=make_user())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(edit(article))
        counts.append(len(queries))
    assert counts[0] == counts[1]
