"""Whom a question is put to: those with evidence, shown to who may see it; never the same one always; never who asked not to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.notifications.models import Notification
from knowledge.questions import routing
from knowledge.questions.models import Routing, RoutingChoice
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user
from tests.factories.questions import make_answer, make_question

pytestmark = pytest.mark.django_db

OIL = "<h2>Oil</h2><p>Oil a beech worktop in three thin coats, each a day after the other.</p>"
TITLE = "How often must a beech worktop be oiled?"


@pytest.fixture
def knower(dispatch):
    person = make_user(username="declan", display_name="Declan Murphy")
    make_article("Oiling worktops", body=OIL, by=person)
    dispatch()
    return person


def asked_people():
    return list(Routing.objects.order_by("pk").values_list("person", flat=True))


def test_who_wrote_near_it_is_asked_told_why_and_it_waits_on_their_home_page(client_for, employee, knower, dispatch):
    question = make_question(employee, title=TITLE)
    dispatch()
    assert asked_people() == [knower.pk]
    told = Notification.objects.get(recipient=knower, activity__verb="question.routed")
    assert told.reason == "knows"
    browser = client_for(knower)
    assert "You may know this" in browser.get("/notifications/").content.decode()
    assert question.title in browser.get("/").content.decode()
    page = browser.get(question.get_absolute_url()).content.decode()
    assert "wrote “Oiling worktops”" in page
    assert "Not me" in page
    assert "Who may know" in client_for(employee).get(question.get_absolute_url()).content.decode()


def test_who_says_not_me_or_answered_is_waited_for_no_more(client_for, employee, knower, dispatch):
    question = make_question(employee, title=TITLE)
    dispatch()
    assert routing.pending_for(knower).count() == 1
    client_for(knower).post(reverse("knowledge:questions:not_me", args=[question.pk]))
    assert not routing.pending_for(knower).exists()
    other = make_question(employee, title=f"{TITLE} Again?")
    dispatch()
    assert "Not me" in client_for(knower).get(other.get_absolute_url()).content.decode()
    make_answer(other, knower)
    assert not routing.pending_for(knower).exists()
    assert "Not me" not in client_for(knower).get(other.get_absolute_url()).content.decode()


def test_told_twice_the_worker_asks_once(employee, knower, dispatch):
    make_question(employee, title=TITLE)
    dispatch()
    routing.route_asked(Activity.objects.get(verb="question.asked"))
    assert Routing.objects.count() == 1
    assert Activity.objects.filter(verb="question.routed").count() == 1


def test_who_turned_it_off_in_their_profile_is_not_asked(client_for, employee, knower, dispatch):
    profile = {"display_name": "Declan", "language": "en", "time_zone": "Europe/Dublin"}
    page = client_for(knower).get(reverse("people:edit")).content.decode()
    assert "Ask me questions that I may know" in page
    client_for(knower).post(reverse("people:edit"), profile)
    assert not RoutingChoice.objects.is_asked(knower)
    make_question(employee, title=TITLE)
    dispatch()
    assert asked_people() == []
    client_for(knower).post(reverse("people:edit"), {**profile, "asked_questions": "on"})
    assert RoutingChoice.objects.is_asked(knower)


def test_the_load_is_spread_over_those_who_know(employee, dispatch):
    people = [make_user(username=f"knower{n}") for n in range(5)]
    for n, person in enumerate(people):
        make_article(f"Oiling worktops {n}", body=OIL, by=person)
    dispatch()
    for n in range(5):
        make_question(employee, title=f"{TITLE} {n}?")
        dispatch()
    times = [Routing.objects.filter(person=person).count() for person in people]
    assert sum(times) == 15
    assert max(times) - min(times) <= 1


def test_what_was_asked_long_ago_weighs_less(employee, knower):
    question = make_question(employee, title=TITLE)
    Routing.objects.create(question=question, person=knower)
    assert routing.load_of([knower.pk])[knower.pk] == pytest.approx(1, abs=0.01)
    Routing.objects.update(at=timezone.now() - timedelta(days=14))
    assert routing.load_of([knower.pk])[knower.pk] == pytest.approx(0.25, abs=0.01)


def test_only_those_who_may_read_it_are_asked(knower, dispatch):
    payroll = make_department("Payroll")
    insider, other = make_user(department=payroll), make_user(department=payroll)
    make_article("Oiling worktops here", body=OIL, by=other)
    dispatch()
    make_question(insider, title=TITLE, space=make_space("Payroll", departments=[payroll]))
    dispatch()
    assert asked_people() == [other.pk]


def test_evidence_of_a_restricted_place_is_not_shown_to_others(client_for, employee, dispatch):
    payroll = make_department("Payroll")
    insider = make_user(department=payroll, username="declan")
    make_article("Secret oiling", body=OIL, by=insider, space=make_space("Payroll", departments=[payroll]))
    make_article("Oiling worktops", body=OIL, by=insider, space=make_space("Open"))
    dispatch()
    question = make_question(make_user(department=payroll), title=TITLE)
    dispatch()
    page = client_for(employee).get(question.get_absolute_url()).content.decode()
    assert "Oiling worktops" in page
    assert "Secret oiling" not in page
    assert "Secret oiling" in client_for(insider).get(question.get_absolute_url()).content.decode()


def test_accepted_answers_and_topics_are_evidence_for_experts(employee, dispatch):
    answerer, says = make_user(), make_user()
    from intranet.people.models import Expertise

    Expertise.objects.create(person=says, name="beech worktops")
    given = make_answer(make_question(title="How do I oil a beech worktop?"), answerer)
    given.question.accept(given, by=given.question.author)
    dispatch()
    (found,) = registry.ask("knowledge.experts", employee, TITLE, ("oil",), 5)
    assert [expert.person for expert in found] == [answerer, says]
    assert found[0].evidence[0].url == given.get_absolute_url()
    assert "beech worktops" in found[1].evidence[0].label
    assert registry.ask("knowledge.experts", employee, "", (), 5) == [[]]
