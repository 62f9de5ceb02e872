"""Supporting and withdrawing: one each, exact, refused with a word once an idea is past it."""

import json

import pytest
from django.urls import reverse

from ideas.errors import NotOpenToSupport
from ideas.models import Idea, Support, SupportEvent
from intranet.contributions.models import Activity
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user
from tests.threads import raised_at_once


def url(idea, name="support"):
    return reverse(f"ideas:{name}", args=[idea.pk])


@pytest.mark.django_db
class TestOnThePage:
    def test_support_counts_once_however_often_it_is_sent(self, client_for, employee):
        idea = make_idea()
        browser = client_for(employee)
        for _again in range(3):
            assert browser.post(url(idea)).status_code == 302
        idea.refresh_from_db()
        assert (idea.support_count, Support.objects.count(), SupportEvent.objects.count()) == (1, 1, 1)
        assert Activity.objects.filter(verb="idea.supported").count() == 1

    def test_a_withdrawn_support_can_be_given_again(self, client_for, employee):
        idea = make_idea()
        browser = client_for(employee)
        browser.post(url(idea))
        browser.post(url(idea, "withdraw"))
        idea.refresh_from_db()
        assert idea.support_count == 0
        browser.post(url(idea, "withdraw"))
        browser.post(url(idea))
        idea.refresh_from_db()
        assert idea.support_count == 1
        assert list(SupportEvent.objects.order_by("pk").values_list("change", flat=True)) == [1, -1, 1]

    def test_a_script_gets_the_new_state(self, client_for, employee):
        idea = make_idea()
        answer = client_for(employee).post(url(idea), headers={"Accept": "application/json"})
        assert answer.json() == {"count": 1, "supported": True, "open": True, "status": "submitted"}

    @pytest.mark.parametrize("status", ["in_progress", "done", "declined"])
    @pytest.mark.parametrize("name", ["support", "withdraw"])
    def test_past_support_nothing_changes_and_a_word_says_why(self, client_for, employee, leader, status, name):
        idea = make_idea()
        browser = client_for(employee)
        browser.post(url(idea))
        idea.decide(by=leader, status=status, answer="<p>Because.</p>", expected=None, reason="cost")
        refused = browser.post(url(idea, name), headers={"Accept": "application/json"})
        assert refused.status_code == 409
        assert "can no longer be given" in refused.json()["message"]
        assert refused.json()["count"] == 1
        page = browser.post(url(idea, name), follow=True).content.decode()
        assert "can no longer be given" in page
        idea.refresh_from_db()
        assert idea.support_count == Support.objects.count() == 1

    @pytest.mark.parametrize("status", ["under_review", "planned"])
    def test_ideas_under_review_or_planned_still_take_support(self, client_for, employee, leader, status):
        idea = make_idea()
        idea.decide(by=leader, status=status, answer="<p>Yes.</p>", expected=None)
        client_for(employee).post(url(idea))
        idea.refresh_from_db()
        assert idea.support_count == 1

    def test_support_costs_at_most_five_queries(self, employee, django_assert_max_num_queries):
        idea = make_idea()
        idea.support(by=make_user())
        with django_assert_max_num_queries(7):  # with the two of the savepoint around it in a test
            idea.support(by=employee)

    def test_get_never_votes(self, client_for, employee):
        assert client_for(employee).get(url(make_idea())).status_code == 405

    def test_the_way_back_stays_on_the_site(self, client_for, employee):
        idea = make_idea()
        browser = client_for(employee)
        assert browser.post(url(idea), {"next": "//evil.example/"})["Location"] == idea.get_absolute_url()
        assert browser.post(url(idea), {"next": "/ideas/?order=new"})["Location"] == "/ideas/?order=new"

    def test_a_deleted_account_leaves_the_count_true(self, employee):
        idea = make_idea()
        idea.support(by=employee)
        employee.delete()
        idea.refresh_from_db()
        assert idea.support_count == Support.objects.filter(idea=idea).count() == 1


@pytest.mark.django_db
class TestBreadth:
    def test_small_departments_are_counted_and_never_named(self, client_for, employee):
        big, small = make_department("Production"), make_department("Legal")
        crowd = [make_user(department=big) for _ in range(5)]
        lawyer = make_user(department=small)
        idea = make_idea()
        for person in (crowd[0], lawyer):
            idea.support(by=person)
        page = client_for(employee).get(idea.get_absolute_url()).content.decode()
        assert "People of 2 departments" in page
        assert "Production" in page
        assert "Legal" not in page
        assert lawyer.display_name not in page

    def test_the_tally_follows_for_an_open_page(self, client_for, employee):
        idea = make_idea()
        browser = client_for(employee)
        idea.support(by=make_user(department=make_department("Sales")))
        answer = browser.get(url(idea, "tally"))
        assert json.loads(answer.content) == {
            "count": 1,
            "supported": False,
            "open": True,
            "status": "submitted",
            "departments": 1,
        }
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
class TestLive:
    def test_a_support_says_so_on_the_topic_of_the_idea(self, employee, monkeypatch):
        heard = []
        monkeypatch.setattr("ideas.live.publish", lambda topic, hint: heard.append(topic))
        idea = make_idea()
        idea.support(by=employee)
        assert heard == [f"idea.{idea.pk}"]

    def test_only_who_may_read_an_idea_may_listen_to_it(self, employee):
        from ideas.registration import may_listen
        from intranet.accounts.models import Audience

        finance = make_department("Finance")
        secret = make_idea(audience=Audience.objects.for_departments([finance]))
        assert not may_listen(f"idea.{secret.pk}", employee)
        assert may_listen(f"idea.{secret.pk}", make_user(department=finance))
        assert may_listen("discussion.1", employee) is None
        assert not may_listen("idea.99999999999999999999", employee)
        assert not may_listen("idea.x", employee)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestConcurrency:
    @pytest.fixture
    def idea(self):
        return make_idea()

    def check(self, idea, expected=None):
        idea.refresh_from_db()
        rows = Support.objects.filter(idea=idea).count()
        assert idea.support_count == rows
        assert sum(idea.support_events.values_list("change", flat=True)) == rows
        if expected is not None:
            assert rows == expected

    def test_fifty_people_at_once_are_fifty_supports(self, idea):
        people = [make_user() for _ in range(50)]
        raised = raised_at_once(*[lambda p=person: Idea.objects.get(pk=idea.pk).support(by=p) for person in people])
        assert raised == []
        self.check(idea, 50)

    def test_one_person_fifty_times_at_once_is_one_support(self, idea):
        person = make_user()
        raised = raised_at_once(*[lambda: Idea.objects.get(pk=idea.pk).support(by=person)] * 50)
        assert raised == []
        self.check(idea, 1)
        assert idea.support_events.count() == 1

    def test_supports_and_withdrawals_race_and_the_count_stays_true(self, idea):
        people = [make_user() for _ in range(10)]
        works = [lambda p=p: Idea.objects.get(pk=idea.pk).support(by=p) for p in people * 2]
        works += [lambda p=p: Idea.objects.get(pk=idea.pk).withdraw_support(by=p) for p in people * 2]
        assert raised_at_once(*works) == []
        self.check(idea)

    def test_supports_race_with_a_decision_and_none_is_counted_after_it(self, idea, leader):
        people = [make_user() for _ in range(30)]
        works = [lambda p=p: Idea.objects.get(pk=idea.pk).support(by=p) for p in people]
        works.append(
            lambda: Idea.objects.get(pk=idea.pk).decide(
                by=leader, status="declined", answer="<p>No.</p>", expected=None, reason="cost"
            )
        )
        raised = raised_at_once(*works)
        assert all(isinstance(error, NotOpenToSupport) for error in raised)
        self.check(idea, 30 - len(raised))
        decision = idea.decisions.get()
        assert not Support.objects.filter(idea=idea, at__gt=decision.at).exists()

    def test_two_leaders_at_once_never_overwrite(self, idea):
        from intranet.accounts import roles

        leaders = [make_user(roles.LEADERSHIP) for _ in range(8)]
        works = [
            lambda by=by: Idea.objects.get(pk=idea.pk).decide(
                by=by, status="planned", answer=f"<p>{by.username}</p>", expected=None
            )
            for by in leaders
        ]
        raised = raised_at_once(*works)
        assert len(raised) == 7
        assert {type(error).__name__ for error in raised} == {"DecidedMeanwhile"}
        assert idea.decisions.count() == 1
