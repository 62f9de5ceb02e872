"""Deciding: statuses, official answers, who may, who hears of it, and two people at once."""

import pytest
from django.urls import reverse

from ideas.models import DeclineReason, Idea, Status
from intranet.accounts import roles
from intranet.contributions.registry import registry
from intranet.notifications.models import Follow, Notification
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


def decide(browser, idea, **sent):
    data = {"status": "planned", "answer": "<p>In spring.</p>", "expected": idea.last_decision_id or 0, **sent}
    if data["status"] == "declined":
        data.setdefault("reason", DeclineReason.objects.get(slug="cost").pk)
    return browser.post(reverse("ideas:decide", args=[idea.pk]), data)


def test_leadership_plans_an_idea_with_an_answer_that_everyone_reads(client_for, leader, employee):
    idea = make_idea()
    assert decide(client_for(leader), idea)["Location"] == idea.get_absolute_url()
    page = client_for(employee).get(idea.get_absolute_url()).content.decode()
    for shown in ("Official answer", "In spring.", leader.display_name, "Planned"):
        assert shown in page


@pytest.mark.parametrize("status", ["planned", "done", "declined"])
@pytest.mark.parametrize("answer", ["", "<p> </p>", "<p><br></p>"])
def test_a_commitment_needs_words(client_for, leader, status, answer):
    idea = make_idea()
    response = decide(client_for(leader), idea, status=status, answer=answer)
    assert response.status_code == 422
    assert "needs an official answer" in response.content.decode()
    idea.refresh_from_db()
    assert idea.status == Status.SUBMITTED


@pytest.mark.parametrize("status", ["under_review", "in_progress"])
def test_the_other_steps_do_not(client_for, leader, status):
    idea = make_idea()
    decide(client_for(leader), idea, status=status, answer="")
    idea.refresh_from_db()
    assert idea.status == status
    assert idea.official_answer is None


def test_an_unknown_status_is_refused_and_the_text_kept(client_for, leader):
    response = decide(client_for(leader), make_idea(), status="adored", answer="<p>My long answer</p>")
    assert response.status_code == 422
    assert "Choose one of the statuses." in response.content.decode()
    assert "My long answer" in response.content.decode()


def test_the_second_of_two_sees_the_first_and_keeps_their_text(client_for, leader, cm):
    idea = make_idea()
    decide(client_for(cm), idea, status="declined", answer="<p>Too costly this year.</p>")
    late = decide(client_for(leader), idea, answer="<p>My own careful words</p>")
    assert late.status_code == 409
    page = late.content.decode()
    for shown in ("Somebody decided about this idea", "Too costly this year.", "My own careful words", "Camille"):
        assert shown in page
    idea.refresh_from_db()
    assert idea.status == Status.DECLINED
    again = decide(client_for(leader), idea, answer="<p>My own careful words</p>")
    assert again.status_code == 302


def test_every_answer_and_step_stays_readable(client_for, leader, employee):
    idea = make_idea()
    browser = client_for(leader)
    for status, answer in (("under_review", ""), ("planned", "<p>First words</p>"), ("planned", "<p>More words</p>")):
        idea.refresh_from_db()
        decide(browser, idea, status=status, answer=answer)
    page = client_for(employee).get(reverse("ideas:history", args=[idea.pk])).content.decode()
    for shown in (
        "Submitted → Under review",
        "Under review → Planned",
        "First words",
        "More words",
        "answer completed",
    ):
        assert shown in page


def test_author_supporters_and_followers_hear_of_it_once(dispatch, leader):
    author, supporter, follower, stranger = (make_user() for _ in range(4))
    idea = make_idea(author)
    idea.support(by=supporter)
    Follow.objects.follow(supporter, idea)
    Follow.objects.follow(follower, idea)
    idea.decide(by=leader, status=Status.PLANNED, answer="<p>Yes.</p>", expected=None)
    dispatch()
    told = dict(Notification.objects.filter(activity__verb="idea.answered").values_list("recipient", "reason"))
    assert told == {author.pk: "author", supporter.pk: "supporter", follower.pk: "follow"}
    assert stranger.pk not in told


def test_the_notification_reads_as_a_sentence(client_for, dispatch, leader):
    author = make_user()
    idea = make_idea(author)
    idea.decide(by=leader, status=Status.DECLINED, answer="<p>No.</p>", expected=None, reason="cost")
    dispatch()
    page = client_for(author).get(reverse("notifications:list")).content.decode()
    assert "answered" in page
    assert idea.title in page
    assert "Declined" in page


def test_home_tells_the_author_until_the_answer_was_read(client_for, leader):
    author = make_user()
    idea = make_idea(author)
    idea.decide(by=leader, status=Status.PLANNED, answer="<p>Yes.</p>", expected=None)

    def lines():
        return [line for answer in registry.ask("home.waiting", author) for line in answer if line.detail == idea.title]

    assert len(lines()) == 1
    client_for(make_user()).get(idea.get_absolute_url())
    assert len(lines()) == 1
    client_for(author).get(idea.get_absolute_url())
    assert lines() == []


def test_home_tells_who_decides_about_answers_that_are_overdue(leader, employee):
    from datetime import timedelta

    from django.utils import timezone

    for _number in range(2):
        Idea.objects.filter(pk=make_idea().pk).update(answer_due_at=timezone.now() - timedelta(days=2))
    make_idea()

    def titles(user):
        return [str(line.title) for answer in registry.ask("home.waiting", user) for line in answer]

    assert "2 answers are overdue" in titles(leader)
    assert titles(employee) == []


def test_top_ideas_are_the_most_supported_still_open(employee, leader):
    loved, closed, plain = make_idea(title="Loved"), make_idea(title="Closed"), make_idea(title="Plain")
    for idea in (loved, closed):
        idea.support(by=employee)
    closed.decide(by=leader, status=Status.DECLINED, answer="<p>No.</p>", expected=None, reason="cost")
    [top] = registry.ask("home.top_ideas", employee, 5)
    assert [idea.title for idea in top] == [loved.title, plain.title]


class TestReview:
    def page(self, browser, query=""):
        return browser.get(reverse("ideas:review") + query)

    def test_shows_what_a_decision_needs(self, client_for, leader):
        big = make_department("Production")
        crowd = [make_user(department=big) for _ in range(6)]
        lawyer = make_user(department=make_department("Legal"))
        idea = make_idea(title="Shared bicycles")
        for person in (*crowd, lawyer):
            idea.support(by=person)
        response = self.page(client_for(leader))
        [row] = response.context["page"].items
        assert (row.support_count, row.breadth.total, row.breadth.named) == (7, 2, ["Production"])
        assert "Legal" not in response.content.decode()

    def test_begins_with_what_waits_and_filters_by_status(self, client_for, leader):
        make_idea(title="Waiting")
        make_idea(title="Answered").decide(by=leader, status="planned", answer="<p>Yes.</p>", expected=None)
        browser = client_for(leader)

        def titles(query):
            return [idea.title for idea in self.page(browser, query).context["page"].items]

        assert titles("") == ["Waiting"]
        assert titles("?status=planned") == ["Answered"]
        assert sorted(titles("?status=all")) == ["Answered", "Waiting"]
        assert titles("?status=nonsense&order=nonsense") == ["Waiting"]

    def test_deciding_there_comes_back_there(self, client_for, leader):
        idea = make_idea()
        response = decide(client_for(leader), idea, next="/ideas/review/?status=all")
        assert response["Location"] == f"/ideas/review/?status=all#idea-{idea.pk}"
        assert decide(client_for(leader), make_idea(), next="https://evil.example/")["Location"].startswith("/ideas/")


# who may, for each address: 302 to sign in for strangers, then what each role gets
ROLES = ["nobody", roles.EMPLOYEE, roles.REPRESENTATIVE, roles.COMMUNITY_MANAGER, roles.LEADERSHIP, roles.ADMINISTRATOR]
ACCESS = {
    ("GET", "list"): [302, 200, 200, 200, 200, 200],
    ("GET", "submit"): [302, 200, 200, 200, 200, 200],
    ("GET", "similar"): [302, 200, 200, 200, 200, 200],
    ("GET", "review"): [302, 403, 403, 200, 200, 200],
    ("GET", "campaign"): [302, 200, 200, 200, 200, 200],
    ("GET", "detail"): [302, 200, 200, 200, 200, 200],
    ("GET", "history"): [302, 200, 200, 200, 200, 200],
    ("GET", "tally"): [302, 200, 200, 200, 200, 200],
    ("GET", "edit"): [302, 403, 403, 403, 403, 403],
    ("GET", "decide"): [302, 403, 403, 200, 200, 200],
    ("POST", "decide"): [302, 403, 403, 422, 422, 422],
    ("POST", "edit"): [302, 403, 403, 403, 403, 403],
    ("POST", "support"): [302, 302, 302, 302, 302, 302],
    ("POST", "withdraw"): [302, 302, 302, 302, 302, 302],
}


@pytest.mark.parametrize(("method", "name"), ACCESS)
def test_who_may(client_for, method, name):
    from django.test import Client

    idea = make_idea()
    args = {"detail": [idea.pk, idea.slug], "campaign": ["open-box"]}.get(name, [idea.pk])
    address = reverse(f"ideas:{name}", args=[] if name in ("list", "submit", "similar", "review") else args)
    got = []
    for role in ROLES:
        browser = Client() if role == "nobody" else client_for(make_user(role))
        got.append(browser.generic(method, address).status_code)
    assert got == ACCESS[(method, name)]
