"""The words that a passage should say are a suggested edit: one proposal, one answer, one history."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from intranet.accounts.models import User
from intranet.notifications.models import Notification
from knowledge.models import ArticlePage
from knowledge.passages.actions import find, open_passage
from knowledge.passages.anchoring import Quote
from knowledge.passages.models import Passage
from knowledge.suggestions.models import Suggestion
from tests.factories.knowledge import make_article
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
BODY = "<p>Two coats are enough. Wait one hour between them.</p><p>Sand <strong>lightly</strong>.</p>"
NEW = "Wait two hours between them."


@pytest.fixture
def article(employee: User) -> ArticlePage:
    return make_article("Varnish", by=employee, body=BODY)


def contest(article: ArticlePage, by: User, suggestion: str = NEW) -> Passage:
    found = find(article, Quote("Wait one hour between them."))
    return open_passage(article, by=by, found=found, stance="contests", words="It stays tacky.", suggestion=suggestion)


def settle(browser: Client, passage: Passage, **said: str) -> int:
    answer = {"answer": "You are right.", "how": "replace", "text": NEW, **said}
    return browser.post(f"{passage.get_absolute_url()}settle/", answer).status_code


def test_proposed_words_stand_among_the_suggested_edits_and_the_owner_is_told_once(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn, dispatch: Callable[[], int]
) -> None:
    passage = contest(article, colleague)
    proposal = Suggestion.objects.open().get(article=article)
    assert passage.proposal == proposal
    assert (proposal.author, proposal.word) == (colleague, "It stays tacky.")
    assert proposal.body == BODY.replace("Wait one hour between them.", NEW)
    dispatch()
    assert Notification.objects.filter(recipient=employee).count() == 1
    page = client_for(employee).get(proposal.get_absolute_url()).content.decode()
    assert passage.get_absolute_url() in page
    page = client_for(colleague).get(passage.get_absolute_url()).content.decode()
    assert proposal.get_absolute_url() in page
    assert proposal.get_absolute_url() not in client_for(make_user()).get(passage.get_absolute_url()).content.decode()


def test_settling_with_the_proposed_words_accepts_the_proposal_and_credits_who_made_it(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn, dispatch: Callable[[], int]
) -> None:
    passage = contest(article, colleague)
    assert settle(client_for(employee), passage) == 302
    passage.refresh_from_db()
    proposal = Suggestion.objects.get()
    assert (proposal.state, proposal.decided_by, proposal.answer) == ("accepted", employee, "You are right.")
    assert proposal.revision == passage.resolved_in == ArticlePage.objects.get(pk=article.pk).live_revision_id
    dispatch()
    verbs = Notification.objects.filter(recipient=colleague).values_list("activity__verb", flat=True)
    assert list(verbs) == ["passage.resolved"]


def test_settling_with_other_words_accepts_it_with_changes(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    passage = contest(article, colleague)
    assert settle(client_for(employee), passage, text="Wait overnight.") == 302
    assert Suggestion.objects.get().state == Suggestion.State.AMENDED
    assert "Wait overnight." in ArticlePage.objects.get(pk=article.pk).body


def test_leaving_the_article_as_it_is_declines_it_with_the_same_word(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    passage = contest(article, colleague)
    assert settle(client_for(employee), passage, how="stays", answer="One hour is what the tin says.") == 302
    proposal = Suggestion.objects.get()
    assert (proposal.state, proposal.answer) == ("declined", "One hour is what the tin says.")


def test_who_contested_and_settles_it_withdraws_the_proposal(
    article: ArticlePage, colleague: User, client_for: SignIn
) -> None:
    passage = contest(article, colleague)
    assert settle(client_for(colleague), passage, how="stays", answer="I misread the tin.") == 302
    assert Suggestion.objects.get().state == Suggestion.State.WITHDRAWN


def test_accepting_the_suggested_edit_settles_the_passage(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn, dispatch: Callable[[], int]
) -> None:
    passage = contest(article, colleague)
    assert passage.proposal is not None
    accept = reverse("suggestions:accept", args=[passage.proposal.pk])
    assert client_for(employee).post(accept, {"answer": "Yes, two."}).status_code == 302
    dispatch()
    passage.refresh_from_db()
    assert (passage.resolved_by, passage.answer) == (employee, "Yes, two.")
    assert passage.resolved_in == ArticlePage.objects.get(pk=article.pk).live_revision_id


def test_one_who_has_another_suggestion_open_keeps_it_and_is_still_credited(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    mine = Suggestion.objects.propose(
        article,
        by=colleague,
        base_revision=article.live_revision_id or 0,
        word="Grit",
        title=article.title,
        summary="",
        body=BODY.replace("lightly", "with grit 240"),
        tags=[],
        language="en",
    )
    passage = contest(article, colleague)
    assert passage.proposal is None
    assert settle(client_for(employee), passage) == 302
    now = ArticlePage.objects.get(pk=article.pk)
    assert NEW in now.body
    assert list(now.latest_revision.note.credits.all()) == [colleague]
    mine.refresh_from_db()
    assert (mine.is_open, "grit 240" in mine.body) == (True, True)
