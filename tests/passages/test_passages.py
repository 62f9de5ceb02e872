"""Somebody asks about a sentence or contests it: a thread opens there, follows the text, and is settled."""

import re
import uuid
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client
from wagtail.models import Revision

from intranet.accounts.models import User
from intranet.discussions.models import Discussion
from intranet.moderation import actions as moderation
from intranet.notifications.models import Notification
from knowledge.models import ArticlePage
from knowledge.passages.actions import find, open_passage
from knowledge.passages.anchoring import Quote
from knowledge.passages.models import Passage
from knowledge.stewardship import actions as stewardship
from knowledge.stewardship.models import Stewardship
from tests.costs import queries_of
from tests.factories.discussions import make_post
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

SignIn = Callable[[User], Client]
Dispatch = Callable[[], int]
pytestmark = pytest.mark.django_db
BODY = "<h2>Varnish</h2><p>Two coats are enough. Wait <em>one hour</em> between them.</p><p>Clean the gun at once.</p>"


@pytest.fixture
def article(employee: User, dispatch: Dispatch) -> ArticlePage:
    found = make_article("Varnishing", by=employee, body=BODY)
    dispatch()
    return ArticlePage.objects.get(pk=found.pk)


def challenge(article: ArticlePage, by: User, quoted: str = "Wait one hour between them.", **said: str) -> Passage:
    told = {"stance": "contests", "words": "It takes two hours."} | said
    return open_passage(article, by=by, found=find(article, Quote(quoted)), **told)


def new(article: ArticlePage) -> str:
    return f"/knowledge/-/passages/in/{article.pk}/new/"


def page_of(client: Client, article: ArticlePage) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def revise(article: ArticlePage, by: User, body: str) -> None:
    ArticlePage.objects.get(pk=article.pk).revise(by=by, base_revision=None, body=body, publish=True)


def test_a_selected_sentence_opens_a_thread_in_its_place(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    browser = client_for(colleague)
    asked = urlencode({"exact": "Wait one hour\nbetween", "prefix": "enough. ", "suffix": " them.", "position": "25"})
    form = browser.get(f"{new(article)}?{asked}").content.decode()
    assert "Wait one hour between" in form
    said = {"exact": "Wait one hour between", "stance": "contests", "words": "Two hours!", "suggestion": ""}
    response = browser.post(new(article), said)
    passage = Passage.objects.get()
    assert response["Location"] == passage.get_absolute_url()
    assert passage.quoted == "Wait one hour between"
    page = browser.get(passage.get_absolute_url()).content.decode()
    assert "Two hours!" in page
    assert "parvis-thread" in page
    shown = page_of(client_for(employee), article)
    assert f'data-passages="{passage.pk}">one hour</mark>' in shown
    assert "Contested: see the discussion" in shown
    dispatch()
    assert Notification.objects.filter(recipient=employee, reason="owner", activity__verb="passage.opened").exists()


def test_contesting_marks_the_article_as_to_check_and_settling_ends_it(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    passage = challenge(article, colleague)
    row = Stewardship.objects.get(article=article)
    assert [reason["cause"] for reason in row.reasons] == [f"passage:{passage.pk}"]
    assert "A passage is contested" in page_of(client_for(make_user()), article)
    client_for(employee).post(f"{passage.get_absolute_url()}settle/", {"answer": "One hour is right.", "how": "stays"})
    passage.refresh_from_db()
    assert (passage.resolved_by, passage.answer) == (employee, "One hour is right.")
    assert Stewardship.objects.get(article=article).reasons == []
    assert "passage-link" not in page_of(client_for(colleague), article)
    client_for(colleague).post(f"{passage.get_absolute_url()}reopen/")
    assert "passage-link" in page_of(client_for(colleague), article)
    assert Stewardship.objects.get(article=article).state == Stewardship.State.TO_CHECK


def test_a_question_does_not_put_the_article_in_doubt(article: ArticlePage, colleague: User) -> None:
    challenge(article, colleague, stance="asks")
    assert Stewardship.objects.get(article=article).state == Stewardship.State.VERIFIED


def test_the_suggested_words_are_published_with_one_click_and_their_author_credited(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    passage = challenge(article, colleague, suggestion="Wait two hours & a half between them.")
    url = f"{passage.get_absolute_url()}settle/"
    assert "Wait two hours &amp; a half" in client_for(employee).get(url).content.decode()
    said = {"answer": "You are right.", "how": "replace", "text": "Wait two hours & a half between them."}
    assert client_for(employee).post(url, said).status_code == 302
    now = ArticlePage.objects.get(pk=article.pk)
    assert "Wait two hours &amp; a half between them." in now.body
    assert "one hour" not in now.body
    passage.refresh_from_db()
    note = Revision.objects.get(pk=passage.resolved_in).note
    assert (list(note.credits.all()), note.word) == ([colleague], passage.words)
    dispatch()
    told = Notification.objects.filter(recipient=colleague, activity__verb="passage.resolved")
    assert [one.reason for one in told] == ["author"]


def test_what_was_corrected_by_hand_credits_who_contested_it(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    passage = challenge(article, colleague)
    revise(article, employee, BODY.replace("one hour", "two hours"))
    said = {"answer": "Corrected.", "how": "since"}
    client_for(employee).post(f"{passage.get_absolute_url()}settle/", said)
    passage.refresh_from_db()
    assert passage.resolved_in == ArticlePage.objects.get(pk=article.pk).live_revision_id
    assert list(Revision.objects.get(pk=passage.resolved_in).note.credits.all()) == [colleague]


def test_the_thread_follows_the_text_through_its_versions(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    passage = challenge(article, colleague)
    make_post(colleague, passage.discussion)
    revise(article, employee, f"<p>Read all of this first.</p>{BODY}")
    dispatch()
    assert f'data-passages="{passage.pk}">one hour</mark>' in page_of(client_for(colleague), article)
    revise(article, employee, BODY.replace("one hour", "one full hour"))
    assert "one full hour</mark>" in page_of(client_for(colleague), article), "found before the worker looked"
    dispatch()
    passage.refresh_from_db()
    assert passage.exact == "Waitonefullhourbetweenthem."
    revise(article, employee, "<p>Two coats are enough.</p><p>Clean the gun at once.</p>")
    dispatch()
    passage.refresh_from_db()
    assert passage.gone_at is not None
    assert "passage-link" not in page_of(client_for(colleague), article)
    thread = client_for(colleague).get(passage.get_absolute_url()).content.decode()
    assert "This passage is gone" in thread
    assert "Wait one hour between them." in thread
    listed = client_for(colleague).get(f"/knowledge/-/passages/in/{article.pk}/").content.decode()
    assert "Gone from the text" in listed
    revise(article, employee, BODY)
    dispatch()
    passage.refresh_from_db()
    assert passage.gone_at is None


def test_following_the_text_twice_changes_nothing(article: ArticlePage, colleague: User) -> None:
    from knowledge.passages.actions import follow_text

    passage = challenge(article, colleague)
    follow_text(article)
    before = Passage.objects.values().get()
    follow_text(article)
    assert Passage.objects.values().get() == before
    assert ArticlePage.objects.get(pk=article.pk).margin == [passage.in_margin()]


def test_publishing_keeps_the_margin_whoever_saves(article: ArticlePage, employee: User, colleague: User) -> None:
    stale = ArticlePage.objects.get(pk=article.pk)
    challenge(article, colleague)
    stale.revise(by=employee, base_revision=None, title="Varnishing well", publish=True)
    assert len(ArticlePage.objects.get(pk=article.pk).margin) == 1


@pytest.mark.parametrize("who", ["stranger", "asker", "owner", "steward", "cm"])
def test_who_asked_and_who_answers_for_the_article_settle(
    who: str, article: ArticlePage, employee: User, colleague: User, cm: User, client_for: SignIn
) -> None:
    passage = challenge(article, colleague)
    steward = make_user()
    space = article.space
    space.stewards = [steward]
    space.save()
    person = {"stranger": make_user(), "asker": colleague, "owner": employee, "steward": steward, "cm": cm}[who]
    answer = client_for(person).post(f"{passage.get_absolute_url()}settle/", {"answer": "Settled.", "how": "stays"})
    assert answer.status_code == (403 if who == "stranger" else 302)
    assert ("Settle it" in client_for(person).get(passage.get_absolute_url()).content.decode()) is False


def test_who_only_asked_cannot_publish_through_settling(
    article: ArticlePage, colleague: User, client_for: SignIn
) -> None:
    passage = challenge(article, colleague, suggestion="Anything.")
    said = {"answer": "Mine.", "how": "replace", "text": "Anything."}
    assert client_for(colleague).post(f"{passage.get_absolute_url()}settle/", said).status_code == 422
    assert ArticlePage.objects.get(pk=article.pk).body == article.body


def test_what_one_may_not_read_one_may_not_discuss(employee: User, colleague: User, client_for: SignIn) -> None:
    inside = make_department("Pay")
    employee.department = inside
    employee.save()
    employee = User.objects.get(pk=employee.pk)
    closed = make_space("Closed", departments=[inside])
    article = make_article("Pay", by=employee, space=closed, body=BODY)
    passage = challenge(article, employee)
    post = make_post(employee, passage.discussion)
    for url in (
        passage.get_absolute_url(),
        new(article),
        f"/knowledge/-/passages/in/{article.pk}/",
        post.get_absolute_url(),
    ):
        assert client_for(colleague).get(url).status_code == 404
        assert client_for(employee).get(url).status_code in (200, 302)
    assert not Passage.objects.visible_to(colleague).exists()


@pytest.mark.parametrize("how", ["unpublished", "hidden", "moved", "deleted"])
def test_the_thread_goes_where_the_article_goes(
    how: str, article: ArticlePage, employee: User, colleague: User, cm: User, client_for: SignIn
) -> None:
    passage = challenge(article, colleague)
    post = make_post(colleague, passage.discussion)
    if how == "unpublished":
        article.take_back(by=employee)
    elif how == "hidden":
        moderation.hide(article, by=cm, reason="Wrong", clause=None)
    elif how == "moved":
        article.move_to(make_space("Closed", departments=[make_department("Pay")]), by=None)
    else:
        ArticlePage.objects.get(pk=article.pk).delete()
    assert client_for(colleague).get(passage.get_absolute_url()).status_code == 404
    discussion = Discussion.objects.get(pk=passage.discussion_id)
    assert not discussion.is_visible_to(User.objects.get(pk=colleague.pk))
    assert client_for(colleague).get(post.get_absolute_url()).status_code == 404


def test_an_archived_article_takes_no_more_questions_and_keeps_its_threads(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    passage = challenge(article, colleague)
    stewardship.archive(article, by=employee, why="Replaced")
    assert client_for(colleague).get(new(article)).status_code == 404
    assert client_for(colleague).get(passage.get_absolute_url()).status_code == 200


def test_what_is_hidden_leaves_the_text_and_says_why_at_its_address(
    article: ArticlePage, colleague: User, cm: User, client_for: SignIn
) -> None:
    passage = challenge(article, colleague, words="Shame on you.")
    moderation.hide(passage, by=cm, reason="Be kind", clause=None)
    other = client_for(make_user())
    assert "passage-link" not in page_of(other, article)
    assert Stewardship.objects.get(article=article).reasons == []
    page = other.get(passage.get_absolute_url()).content.decode()
    assert "Be kind" in page
    assert "Shame on you." not in page
    assert "Shame on you." in client_for(colleague).get(passage.get_absolute_url()).content.decode()
    moderation.restore(Passage.objects.get(), by=cm, reason="Said sorry")
    assert "passage-link" in page_of(other, article)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"exact": "Words that stand nowhere at all"}, "not in the article"),
        ({"exact": "  "}, "Choose a few words"),
        ({"exact": "a"}, "Choose a few words"),
        ({"exact": "x" * 3000}, "That is long"),
        ({"words": ""}, "Say it in a sentence"),
        ({"stance": "shouts"}, "not one of the available choices"),
        ({"exact": "Two coats", "position": "9" * 12, "prefix": "\u202e<script>"}, ""),
    ],
)
def test_every_refusal_is_said_and_keeps_what_was_typed(
    said: dict[str, str], error: str, article: ArticlePage, colleague: User, client_for: SignIn
) -> None:
    sent = {"exact": "Two coats are enough.", "stance": "asks", "words": "Really & truly?"} | said
    answer = client_for(colleague).post(new(article), sent)
    assert answer.status_code == (422 if error else 302)
    if error:
        page = answer.content.decode()
        assert error in page
        assert sent["words"] == "" or "Really &amp; truly?" in page


def test_a_form_sent_twice_opens_one_thread(article: ArticlePage, colleague: User, client_for: SignIn) -> None:
    sent = {"exact": "Two coats", "stance": "asks", "words": "Why?", "client_id": str(uuid.uuid4())}
    first, second = (client_for(colleague).post(new(article), sent) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Passage.objects.count() == 1


def test_nobody_opens_more_threads_in_an_hour_than_people_read(
    article: ArticlePage, colleague: User, client_for: SignIn
) -> None:
    for _number in range(20):
        challenge(article, colleague)
    sent = {"exact": "Two coats", "stance": "asks", "words": "Why?"}
    answer = client_for(colleague).post(new(article), sent)
    assert answer.status_code == 422
    assert "Wait a little" in answer.content.decode()


def test_pages_cost_the_same_with_one_passage_and_twenty(
    article: ArticlePage, employee: User, client_for: SignIn
) -> None:
    browser = client_for(employee)
    urls = [article.get_absolute_url(), f"/knowledge/-/passages/in/{article.pk}/"]

    challenge(article, make_user())
    one = queries_of(browser, *urls)
    for _number in range(19):
        challenge(article, make_user())
    assert queries_of(browser, *urls) == one
    assert len(re.findall("passage-link", page_of(browser, article))) == 20
