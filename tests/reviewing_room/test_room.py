"""The room: who enters, what stands there, what it costs."""

import pytest

from ideas.models import Campaign, Idea, Status
from ideas.reviewing_room.models import Review
from intranet.accounts import roles
from intranet.contributions.registry import registry
from intranet.moderation.actions import hide
from intranet.notifications.models import Notification
from tests.costs import queries_of
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user
from tests.factories.reviewing_room import entry_of, make_review, score
from tests.reviewing_room.steps import crowd, text

pytestmark = pytest.mark.django_db


def test_a_review_is_opened_for_the_box_with_a_grid_to_begin_from(client_for, leader):
    browser = client_for(leader)
    response = browser.post("/ideas/review/open-box/", {"title": " Spring   sitting "})
    review = Review.objects.get()
    assert response["Location"] == review.url("prepare")
    assert (review.title, review.number) == ("Spring sitting", 1)
    assert review.criteria.count() == 4
    browser.post("/ideas/review/open-box/", {"title": "Autumn"})
    assert [found.number for found in Review.objects.order_by("pk")] == [1, 2]
    assert "Autumn" in text(browser.get("/ideas/review/open-box/"))
    assert "Autumn" in text(browser.get("/ideas/review/"))


def test_where_one_votes_by_ballot_no_support_of_nought_is_shown(client_for, leader, employee):
    idea = make_idea()
    review = make_review(idea, by=leader)
    pages = (review.get_absolute_url(), review.url("room") + f"?idea={idea.pk}")
    browser = client_for(leader)
    assert all("Supports</dt>" in text(browser.get(page)) for page in pages)
    Campaign.objects.filter(pk=review.campaign_id).update(method="budget")
    assert not any("Supports</dt>" in text(browser.get(page)) for page in pages)
    Idea.objects.filter(pk=idea.pk).update(imported_support_count=3)
    assert all("Supports</dt>" in text(browser.get(page)) for page in pages)


def test_small_departments_are_neither_named_nor_counted_apart(client_for, leader):
    idea = make_idea()
    for person in (*crowd(make_department("Production"), 6), *crowd(make_department("Legal"), 2)):
        idea.support(by=person)
    review = make_review(idea, by=leader)
    page = text(client_for(leader).get(review.get_absolute_url()))
    assert "Production" in page
    assert "Legal" not in page
    assert "2 of 2" in page


def test_an_evaluator_sees_the_room_and_neither_decides_nor_prepares_nor_takes_it_along(client_for, leader):
    evaluator = make_user()
    review = make_review(by=leader, evaluators=(evaluator,))
    idea = entry_of(review).idea
    browser = client_for(evaluator)
    page = text(browser.get(review.get_absolute_url()))
    assert "Your scorecard" in page
    assert review.url("decide", idea.pk) not in page
    for name in ("prepare", "pdf", "csv", "xlsx"):
        assert browser.get(review.url(name)).status_code == 403
    for name in ("draw", "add", "criteria", "invite", "uninvite", "close"):
        assert browser.post(review.url(name)).status_code == 403
    for name in ("decide", "argument", "measure", "remove"):
        assert browser.post(review.url(name, idea.pk)).status_code == 403


def test_for_everybody_else_the_room_does_not_exist(client_for, employee, leader):
    review = make_review(by=leader)
    browser = client_for(employee)
    assert browser.get(review.get_absolute_url()).status_code == 404
    assert browser.get("/ideas/review/open-box/").status_code == 404
    assert browser.post(review.url("score", entry_of(review).idea_id)).status_code == 404


def test_a_hidden_idea_leaves_the_room(client_for, leader, cm):
    hidden, left = make_idea(title="Rude idea"), make_idea(title="Kind idea")
    review = make_review(hidden, left, by=leader)
    hide(hidden, by=cm, reason="Rude", clause="")
    browser = client_for(leader)
    page = text(browser.get(review.get_absolute_url()))
    assert "Kind idea" in page
    assert "Rude idea" not in page
    assert browser.get(review.url("idea", hidden.pk)).status_code == 404


def test_similar_ideas_say_what_became_of_them(client_for, leader):
    past = make_idea(title="Bicycle parking near the back door")
    past.decide(by=leader, status=Status.PLANNED, answer="<p>Twenty racks came in June.</p>", expected=None)
    review = make_review(make_idea(), by=leader)
    page = text(client_for(leader).get(review.get_absolute_url()))
    assert "what became of them" in page
    assert "Twenty racks came in June." in page


def test_home_and_menu_lead_evaluators_there(leader, dispatch):
    evaluator = make_user()
    review = make_review(make_idea(), make_idea(), by=leader, evaluators=(evaluator,))
    dispatch()
    assert Notification.objects.filter(recipient=evaluator, activity__verb="review.invited").count() == 1

    def lines():
        return [line for answer in registry.ask("home.waiting", evaluator) for line in answer]

    [line] = [line for line in lines() if line.url == review.get_absolute_url()]
    assert str(line.title) == "2 ideas to evaluate"
    for entry in review.entries.all():
        score(entry, evaluator, 3, 3)
    assert not [line for line in lines() if line.url == review.get_absolute_url()]


def full_room(leader, count):
    evaluators = tuple(make_user() for _ in range(2))
    department = make_department(f"Department {count}")
    people = crowd(department, 6)
    ideas = []
    for number in range(count):
        idea = make_idea(title=f"Proposal number {number} of {count}")
        idea.support(by=people[number % 6])
        ideas.append(idea)
    review = make_review(*ideas, by=leader, evaluators=evaluators, title=f"Review of {count}")
    for entry in review.entries.all():
        for person in evaluators:
            score(entry, person, 4, 2)
    return review


def test_the_room_costs_the_same_with_one_idea_and_with_twenty(client_for, leader, cm):
    counts = {}
    for count in (1, 20):
        review = full_room(leader, count)
        browser = client_for(cm)
        counts[count] = queries_of(browser, *map(review.url, ("room", "csv", "xlsx")))
    assert counts[1] == counts[20]
    assert counts[20][0] <= 30


def test_a_part_of_the_page_can_be_asked_for_alone(client_for, leader):
    review = make_review(by=leader)
    response = client_for(leader).get(
        review.url("idea", entry_of(review).idea_id), headers={"HX-Request": "true", "HX-Target": "review-place"}
    )
    page = text(response)
    assert "room-title" in page
    assert "<html" not in page


def test_roles_have_their_rooms(client_for):
    review = make_review()
    got = [client_for(make_user(role)).get(review.get_absolute_url()).status_code for role in roles.LABELS]
    assert got == [404, 200, 200, 404, 200]
