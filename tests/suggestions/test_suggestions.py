"""Suggesting an edit: proposed, read as a difference, accepted, amended, declined, withdrawn; credited in the history."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intranet.accounts.models import User
from intranet.moderation import actions as moderation
from intranet.notifications.models import Notification
from knowledge.models import ArticlePage, VersionNote
from knowledge.reviewing.models import Review
from knowledge.suggestions.models import Suggestion
from tests.costs import queries_of
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
BODY = "<p>Leave on Friday.</p><p>Keep the receipt.</p><p>Ask Rosa.</p>"


@pytest.fixture
def owner(db: None) -> User:
    return make_user(username="olga")


@pytest.fixture
def article(owner: User) -> ArticlePage:
    return make_article("Travel", by=owner, body=BODY)


def written(article: ArticlePage, **changes: str) -> dict[str, str]:
    text = {
        "title": article.title,
        "summary": "",
        "body": BODY.replace("Friday", "Thursday"),
        "tags": "",
        "language": "en",
    }
    return {**text, "word": "Fridays are off now", "base_revision": str(article.live_revision_id), **changes}


def propose(browser: Client, article: ArticlePage, **changes: str) -> Any:
    return browser.post(reverse("suggestions:suggest", args=[article.pk]), written(article, **changes))


def made(article: ArticlePage, by: User, **changes: Any) -> Suggestion:
    text = {
        "title": article.title,
        "summary": "",
        "body": BODY.replace("Friday", "Thursday"),
        "tags": [],
        "language": "en",
    }
    return Suggestion.objects.propose(
        article, by=by, base_revision=article.live_revision_id or 0, word="Fridays are off now", **{**text, **changes}
    )


def test_a_reader_suggests_the_owner_accepts_and_the_history_names_both(
    article: ArticlePage, owner: User, employee: User, client_for: SignIn, dispatch: Callable[[], int]
) -> None:
    reader, decider = client_for(employee), client_for(owner)
    assert "Suggest an edit" in reader.get(article.get_absolute_url()).content.decode()
    assert reader.get(reverse("suggestions:suggest", args=[article.pk])).status_code == 200
    assert propose(reader, article).status_code == 302
    assert "Friday" in ArticlePage.objects.get(pk=article.pk).body
    dispatch()
    assert "suggestion.made" in Notification.objects.of(owner).values_list("activity__verb", flat=True)
    assert "1 suggested edit to answer" in decider.get("/").content.decode()
    suggestion = Suggestion.objects.get()
    html = decider.get(suggestion.get_absolute_url()).content.decode()
    assert "Fridays are off now" in html
    assert "Thursday" in html
    assert decider.post(reverse("suggestions:accept", args=[suggestion.pk]), {"answer": "Well seen"}).status_code == 302
    article.refresh_from_db()
    assert "Thursday" in article.body
    note = VersionNote.objects.get(revision=article.live_revision)
    assert (note.word, list(note.credits.all())) == ("Fridays are off now", [employee])
    history = decider.get(reverse("knowledge:history", args=[article.pk])).content.decode()
    assert "Fridays are off now" in history
    assert employee.display_name in history
    dispatch()
    assert "Well seen" in reader.get(reverse("notifications:list")).content.decode()
    assert "suggested edit to answer" not in decider.get("/").content.decode()


def test_without_an_owner_the_stewards_are_asked_and_without_them_the_community_manager(
    employee: User, cm: User, dispatch: Callable[[], int]
) -> None:
    steward = make_user()
    dispatch()
    looked_after = make_article("One", by=employee, space=make_space("A", stewards=[steward]))
    orphan = make_article("Two", by=employee, space=make_space("B"))
    assert list(made(looked_after, employee).asked.all()) == [steward]
    assert list(made(orphan, employee).asked.all()) == [cm]


def test_a_second_suggestion_of_the_same_person_replaces_what_still_waits(
    article: ArticlePage, employee: User, client_for: SignIn
) -> None:
    browser = client_for(employee)
    propose(browser, article)
    page = browser.get(reverse("suggestions:suggest", args=[article.pk])).content.decode()
    assert "Thursday" in page
    propose(browser, article, word="Better put", body="<p>Other words</p>")
    suggestion = Suggestion.objects.get()
    assert (suggestion.word, suggestion.body) == ("Better put", "<p>Other words</p>")


def test_what_was_saved_meanwhile_elsewhere_is_kept(
    article: ArticlePage, owner: User, employee: User, client_for: SignIn
) -> None:
    suggestion = made(article, employee)
    article.revise(by=owner, base_revision=None, body=BODY.replace("Rosa", "Marc"), publish=True)
    client_for(owner).post(reverse("suggestions:accept", args=[suggestion.pk]))
    article.refresh_from_db()
    assert "Thursday" in article.body
    assert "Marc" in article.body


def test_what_was_changed_in_the_same_place_opens_the_editor_with_both(
    article: ArticlePage, owner: User, employee: User, client_for: SignIn
) -> None:
    suggestion = made(article, employee)
    article.revise(by=make_user(), base_revision=None, body=BODY.replace("Friday", "Monday"), publish=True)
    browser = client_for(owner)
    response = browser.post(reverse("suggestions:accept", args=[suggestion.pk]), follow=True)
    html = response.content.decode()
    assert "Changed in the same place since" in html
    assert "Thursday" in html
    assert "Monday" in html
    assert Suggestion.objects.get().is_open
    article.refresh_from_db()
    data = written(article, body=BODY.replace("Friday", "Thursday or Monday"), answer="Both days")
    data["base_revision"] = str(article.latest_revision_id)
    assert browser.post(reverse("suggestions:amend", args=[suggestion.pk]), data).status_code == 302
    article.refresh_from_db()
    suggestion.refresh_from_db()
    assert "Thursday or Monday" in article.body
    assert suggestion.state == "amended"
    assert list(VersionNote.objects.get(revision=article.live_revision).credits.all()) == [employee]


def test_an_amendment_over_a_newer_version_is_brought_together_again(
    article: ArticlePage, owner: User, employee: User, client_for: SignIn
) -> None:
    suggestion = made(article, employee)
    data = written(article, body=BODY.replace("Friday", "Sunday"))
    data["base_revision"] = str(article.latest_revision_id)
    article.revise(by=make_user(), base_revision=None, body=BODY.replace("Rosa", "Marc"), publish=True)
    response = client_for(owner).post(reverse("suggestions:amend", args=[suggestion.pk]), data)
    assert response.status_code == 409
    assert "Sunday" in response.content.decode()
    assert "Marc" in response.content.decode()
    assert Suggestion.objects.get().is_open


def test_declining_takes_a_word_that_the_proposer_reads(
    article: ArticlePage, owner: User, employee: User, client_for: SignIn, dispatch: Callable[[], int]
) -> None:
    suggestion = made(article, employee)
    browser, address = client_for(owner), reverse("suggestions:decline", args=[suggestion.pk])
    assert browser.post(address, {"answer": ""}).status_code == 422
    assert browser.post(address, {"answer": "It is Friday still"}).status_code == 302
    dispatch()
    assert "It is Friday still" in client_for(employee).get(reverse("notifications:list")).content.decode()
    assert "It is Friday still" in client_for(employee).get(suggestion.get_absolute_url()).content.decode()


def test_the_proposer_withdraws_and_nobody_else(
    article: ArticlePage, owner: User, employee: User, client_for: SignIn
) -> None:
    suggestion = made(article, employee)
    address = reverse("suggestions:withdraw", args=[suggestion.pk])
    assert client_for(owner).post(address).status_code == 403
    client_for(employee).post(address)
    suggestion.refresh_from_db()
    assert suggestion.state == "withdrawn"
    client_for(owner).post(reverse("suggestions:accept", args=[suggestion.pk]))
    assert "Friday" in ArticlePage.objects.get(pk=article.pk).body


@pytest.mark.parametrize("who", ["proposer", "reader", "outsider"])
def test_only_who_answers_for_the_article_answers(who: str, employee: User, client_for: SignIn) -> None:
    department = make_department("Finance")
    proposer = make_user(department=department)
    article = make_article("Inside", by=make_user(department=department), space=make_space(departments=[department]))
    suggestion = made(article, proposer)
    person = {"proposer": proposer, "reader": make_user(department=department), "outsider": employee}[who]
    browser = client_for(person)
    expected = {"proposer": (200, 403), "reader": (404, 404), "outsider": (404, 404)}[who]
    assert browser.get(suggestion.get_absolute_url()).status_code == expected[0]
    for name in ("accept", "decline"):
        answer = browser.post(reverse(f"suggestions:{name}", args=[suggestion.pk]), {"answer": "No"})
        assert answer.status_code == expected[1]
    listed = browser.get(reverse("suggestions:mine"))
    assert "Fridays are off" not in listed.content.decode()


def test_archived_hidden_and_unpublished_articles_say_so_and_give_the_text_back(
    article: ArticlePage, owner: User, employee: User, cm: User, client_for: SignIn
) -> None:
    suggestion = made(article, employee)
    browser = client_for(employee)
    ArticlePage.objects.filter(pk=article.pk).update(archived_at=timezone.now(), archived_why="Old")
    response = propose(browser, article)
    assert response.status_code == 409
    assert "archived" in response.content.decode()
    assert "Thursday" in response.content.decode()
    ArticlePage.objects.filter(pk=article.pk).update(archived_at=None)
    moderation.hide(article, by=cm, reason="Checked first", clause="")
    assert "hidden by moderation" in browser.get(suggestion.get_absolute_url()).content.decode()
    assert client_for(owner).post(reverse("suggestions:accept", args=[suggestion.pk])).status_code in (403, 404)


def test_who_suggested_keeps_the_text_of_a_deleted_article(
    article: ArticlePage, employee: User, client_for: SignIn
) -> None:
    suggestion = made(article, employee)
    ArticlePage.objects.get(pk=article.pk).delete()
    html = client_for(employee).get(suggestion.get_absolute_url()).content.decode()
    assert "deleted" in html
    assert "Thursday" in html
    assert "Travel" in client_for(employee).get(reverse("suggestions:mine") + "?show=mine").content.decode()


def test_saying_the_same_or_not_why_is_asked_again(article: ArticlePage, employee: User, client_for: SignIn) -> None:
    browser = client_for(employee)
    assert propose(browser, article, body=BODY).status_code == 422
    response = propose(browser, article, word="")
    assert response.status_code == 422
    assert "Thursday" in response.content.decode()
    assert not Suggestion.objects.exists()


def test_where_publishing_is_reviewed_a_steward_accepts_and_an_owner_sends_it_for_review(
    employee: User, client_for: SignIn
) -> None:
    steward, owner = make_user(), make_user()
    space = make_space("Finance", publishing="review", stewards=[steward])
    article = make_article("Travel", by=owner, body=BODY, space=space, publish=False)
    article.publish_latest(by=None)
    client_for(owner).post(reverse("suggestions:accept", args=[made(article, employee).pk]))
    assert "Friday" in ArticlePage.objects.get(pk=article.pk).body
    assert Review.objects.of(article) is not None
    other = make_article("Trains", by=owner, body=BODY, space=space, publish=False)
    other.publish_latest(by=None)
    client_for(steward).post(reverse("suggestions:accept", args=[made(other, employee).pk]))
    assert "Thursday" in ArticlePage.objects.get(pk=other.pk).body


def test_an_article_with_changes_that_wait_keeps_waiting(
    article: ArticlePage, owner: User, employee: User, client_for: SignIn
) -> None:
    suggestion = made(article, employee)
    article.revise(by=make_user(), base_revision=None, body=BODY.replace("Rosa", "Marc"))
    client_for(owner).post(reverse("suggestions:accept", args=[suggestion.pk]))
    article = ArticlePage.objects.get(pk=article.pk)
    assert "Friday" in article.body
    assert "Thursday" in article.working_version().body
    assert "Marc" in article.working_version().body


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_lists_cost_the_same_with_twenty_in_both_languages(
    language: str, owner: User, article: ArticlePage, client_for: SignIn
) -> None:
    owner.language = language
    owner.save()
    browser = client_for(owner)
    addresses = [reverse("suggestions:mine"), reverse("suggestions:of_article", args=[article.pk])]

    made(article, make_user())
    with_one = queries_of(browser, *addresses)
    for _number in range(19):
        made(article, make_user())
    assert queries_of(browser, *addresses) == with_one
    words = "Modifications proposées" if language == "fr" else "Suggested edits"
    assert words in browser.get(addresses[0]).content.decode()


def test_the_article_says_what_waits_to_who_answers_and_to_who_suggested_and_to_nobody_else(
    article: ArticlePage, owner: User, employee: User, cm: User, client_for: SignIn
) -> None:
    mine = made(article, employee)
    made(article, make_user(), body=BODY.replace("Rosa", "Rose"))
    steward = make_user()
    article.space.stewards.add(steward)
    article.space.save()
    several, own = "2 suggested edits wait for an answer.", "The edit that you suggested waits"
    link = reverse("suggestions:of_article", args=[article.pk])

    def page(person: User) -> str:
        return client_for(person).get(article.get_absolute_url()).content.decode()

    for person in (owner, steward, cm):
        assert several in page(person)
        assert link in page(person)
        assert own not in page(person)
    assert own in page(employee)
    assert mine.get_absolute_url() in page(employee)
    assert several not in page(employee)
    assert "suggested edit" not in page(make_user()).replace("Suggested edits", "")
    mine.withdraw(by=employee)
    assert "1 suggested edit waits for an answer." in page(owner)
    assert own not in page(employee)


def test_what_waits_costs_the_page_no_query(article: ArticlePage, owner: User, client_for: SignIn) -> None:
    browser = client_for(owner)

    def queries() -> int:
        browser.get(article.get_absolute_url())
        with CaptureQueriesContext(connection) as found:
            browser.get(article.get_absolute_url())
        return len(found)

    before = queries()
    for _n in range(3):
        made(article, make_user(), body=BODY.replace("Rosa", "Rose"))
    assert queries() == before <= 12
