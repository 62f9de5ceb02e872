"""Review before publishing: sent, looked at, approved or given back, reminded."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intranet.accounts.models import User
from intranet.contributions.models import Activity
from intranet.notifications.models import Notification
from knowledge.models import ArticlePage, SpacePage
from knowledge.reviewing import actions
from knowledge.reviewing.models import Review
from tests.costs import queries_of
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def steward(db: None) -> User:
    return make_user(username="stan")


@pytest.fixture
def reviewed(steward: User) -> SpacePage:
    return make_space("Finance", publishing="review", stewards=[steward])


@pytest.fixture
def sent(reviewed: SpacePage, employee: User) -> ArticlePage:
    return make_article("Travel costs", space=reviewed, by=employee, body="<p>Keep the receipt.</p>")


def answer(browser: Client, article: ArticlePage, decision: str, word: str = "", **more: str) -> object:
    article.refresh_from_db()
    data = {"decision": decision, "word": word, "base_revision": str(article.latest_revision_id), **more}
    return browser.post(reverse("reviewing:review", args=[article.pk]), data)


def test_the_stewards_are_told_read_it_and_approve_it(
    sent: ArticlePage, steward: User, employee: User, client_for: SignIn, dispatch: Callable[[], int]
) -> None:
    dispatch()
    assert not sent.live
    assert list(Notification.objects.of(steward).values_list("activity__verb", flat=True)) == ["review.asked"]
    browser = client_for(steward)
    assert "1 article to review" in browser.get("/").content.decode()
    assert "Travel costs" in browser.get(reverse("reviewing:mine")).content.decode()
    assert "Keep the receipt." in browser.get(reverse("reviewing:review", args=[sent.pk])).content.decode()
    assert answer(browser, sent, "approve", "Well put").status_code == 302
    sent.refresh_from_db()
    assert sent.live
    dispatch()
    assert "review.approved" in Notification.objects.of(employee).values_list("activity__verb", flat=True)
    assert "Well put" in client_for(employee).get(reverse("notifications:list")).content.decode()
    assert "1 article to review" not in browser.get("/").content.decode()
    assert "Under review" not in client_for(employee).get(sent.get_absolute_url()).content.decode()


def test_the_writer_is_told_what_should_change_and_sends_it_again(
    sent: ArticlePage, steward: User, employee: User, client_for: SignIn, dispatch: Callable[[], int]
) -> None:
    reviewer, writer = client_for(steward), client_for(employee)
    assert answer(reviewer, sent, "changes").status_code == 422
    assert answer(reviewer, sent, "changes", "Say who pays").status_code == 302
    dispatch()
    assert "Say who pays" in writer.get(sent.get_absolute_url()).content.decode()
    assert "Say who pays" in writer.get(reverse("notifications:list")).content.decode()
    assert answer(reviewer, sent, "approve").status_code == 404 or not ArticlePage.objects.get(pk=sent.pk).live
    data = {"title": sent.title, "body": "<p>We pay.</p>", "tags": "", "language": "en", "publish": "1"}
    writer.post(reverse("knowledge:edit", args=[sent.pk]), {**data, "base_revision": str(sent.latest_revision_id)})
    assert Review.objects.waiting_for(steward).count() == 1
    assert answer(reviewer, sent, "approve").status_code == 302
    assert ArticlePage.objects.get(pk=sent.pk).body == "<p>We pay.</p>"


def test_changes_to_a_published_article_are_shown_as_a_difference(
    sent: ArticlePage, steward: User, client_for: SignIn
) -> None:
    sent.publish_latest(by=None)
    sent.revise(by=make_user(), base_revision=None, body="<p>Keep every receipt.</p>", publish=True)
    html = client_for(steward).get(reverse("reviewing:review", args=[sent.pk])).content.decode()
    assert "What it changes" in html
    assert "<ins" in html
    assert "<p>Keep the receipt.</p>" in client_for(steward).get(sent.get_absolute_url()).content.decode()


def test_an_approval_of_an_older_version_publishes_nothing(
    sent: ArticlePage, steward: User, employee: User, client_for: SignIn
) -> None:
    seen = str(sent.latest_revision_id)
    sent.revise(by=employee, base_revision=None, body="<p>Slipped in.</p>")
    response = answer(client_for(steward), sent, "approve", base_revision=seen)
    assert response.status_code == 302
    assert not ArticlePage.objects.get(pk=sent.pk).live


def test_a_steward_who_wrote_a_part_of_it_cannot_approve_it(
    sent: ArticlePage, steward: User, cm: User, client_for: SignIn
) -> None:
    sent.revise(by=steward, base_revision=None, body="<p>My words too.</p>")
    html = client_for(steward).get(reverse("reviewing:review", args=[sent.pk])).content.decode()
    assert "Approve and publish" not in html
    assert answer(client_for(steward), sent, "approve").status_code == 403
    assert answer(client_for(cm), sent, "approve").status_code == 302


def test_when_every_steward_wrote_it_who_manages_the_knowledge_base_is_asked(
    reviewed: SpacePage, steward: User, cm: User, dispatch: Callable[[], int]
) -> None:
    make_article("Mine", space=reviewed, by=steward)
    dispatch()
    assert Notification.objects.of(cm).filter(activity__verb="review.asked").exists()
    assert not Notification.objects.of(steward).exists()


def test_who_sent_it_can_take_it_back(sent: ArticlePage, employee: User, steward: User, client_for: SignIn) -> None:
    address = reverse("reviewing:withdraw", args=[sent.pk])
    assert client_for(steward).post(address).status_code == 403
    client_for(employee).post(address)
    assert Review.objects.of(sent) is None
    assert Activity.objects.filter(verb="review.withdrawn").exists()
    assert client_for(steward).get(reverse("reviewing:review", args=[sent.pk])).status_code == 302


def test_nobody_outside_the_audience_hears_of_a_review(client_for: SignIn, employee: User) -> None:
    inside = make_department("Finance")
    writer, outsider = make_user(department=inside), make_user(username="otto")
    space = make_space("Closed", departments=[inside], publishing="review", stewards=[outsider])
    article = make_article("Secret", space=space, by=writer)
    browser = client_for(outsider)
    assert browser.get(reverse("reviewing:review", args=[article.pk])).status_code == 404
    assert "Secret" not in browser.get(reverse("reviewing:mine")).content.decode()


def test_reviewers_are_reminded_after_three_and_seven_days_of_everything_at_once(
    reviewed: SpacePage, steward: User, dispatch: Callable[[], int]
) -> None:
    for number in range(3):
        make_article(f"Sent {number}", space=reviewed)
    now = timezone.now()
    assert actions.remind(now + timedelta(days=2)) == 0
    assert actions.remind(now + timedelta(days=3, hours=1)) == 1
    assert actions.remind(now + timedelta(days=4)) == 0
    assert actions.remind(now + timedelta(days=7, hours=1)) == 1
    assert actions.remind(now + timedelta(days=30)) == 0
    told = Activity.objects.filter(verb="reviews.waiting")
    assert [activity.data["count"] for activity in told] == [3, 3]
    dispatch()
    assert Notification.objects.of(steward).filter(activity__verb="reviews.waiting").count() == 2


def test_opening_the_space_ends_what_waits_once_it_is_published(
    sent: ArticlePage, reviewed: SpacePage, employee: User, client_for: SignIn
) -> None:
    SpacePage.objects.filter(pk=reviewed.pk).update(publishing="open")
    client_for(employee).post(reverse("knowledge:publish", args=[sent.pk]))
    assert ArticlePage.objects.get(pk=sent.pk).live
    assert Review.objects.of(sent) is None


def test_a_space_chooses_review_in_its_form(cm: User, client_for: SignIn) -> None:
    space = make_space()
    data = {"title": "Handbook", "description": "", "parent": "", "stewards": "", "review_months": "", "language": "en"}
    browser, address = client_for(cm), reverse("knowledge:edit_space", args=[space.pk])
    assert browser.post(address, {**data, "article_order": "title", "publishing": "review"}).status_code == 302
    assert SpacePage.objects.get(pk=space.pk).wants_review
    assert "reviewed before publishing" in browser.get(reverse("knowledge:new")).content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_speak_both_languages_and_cost_the_same_with_twenty(
    language: str, reviewed: SpacePage, steward: User, client_for: SignIn
) -> None:
    steward.language = language
    steward.save()
    browser, address = client_for(steward), reverse("reviewing:mine")

    make_article("One", space=reviewed)
    with_one = queries_of(browser, address)
    for number in range(19):
        make_article(f"More {number}", space=reviewed)
    assert queries_of(browser, address) == with_one
    words = "Articles à relire" if language == "fr" else "Articles to review"
    assert words in browser.get(address).content.decode()
