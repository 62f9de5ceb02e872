"""The room: who enters, what stands there, what deciding does, what it costs."""

import pytest
from django.utils import timezone

from ideas.attention.models import Attention
from ideas.models import Campaign, DeclineReason, Idea, Status
from ideas.reviewing_room import shortlisting
from ideas.reviewing_room.errors import NoResult, TallyHidden
from ideas.reviewing_room.models import Entry, Review
from intranet.accounts import roles
from intranet.contributions.registry import registry
from intranet.moderation.actions import hide
from intranet.notifications.models import Notification
from tests.costs import queries_of
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user
from tests.factories.reviewing_room import entry_of, make_review, score

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().split())


def decide(browser, review, idea, **sent):
    data = {
        "status": "planned",
        "answer": "<p>In spring.</p>",
        "expected": Idea.objects.get(pk=idea.pk).last_decision_id or 0,
        **sent,
    }
    return browser.post(review.url("decide", idea.pk), data)


def crowd(department, count):
    return [make_user(department=department) for _ in range(count)]


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


def test_the_shortlist_is_drawn_by_support_and_says_so(client_for, leader, employee):
    loved, plain, least = (make_idea(title=title) for title in ("Loved", "Plain idea", "Least"))
    for person in (employee, leader):
        loved.support(by=person)
    plain.support(by=employee)
    review = make_review(make_idea(title="By hand"), by=leader)
    browser = client_for(leader)
    response = browser.post(review.url("draw"), {"rule": "support", "top": 2, "minimum_breadth": ""})
    assert response["Location"] == review.get_absolute_url()
    page = text(browser.get(review.get_absolute_url()))
    assert page.index("Loved") < page.index("Plain idea") < page.index("By hand")
    assert least.pk not in review.entries.values_list("idea", flat=True)
    assert "Worth a look" in text(browser.get(review.url("idea", entry_of(review).idea_id)))


def test_drawing_again_keeps_what_was_scored_or_added_and_leaves_off_what_was_taken_off(leader, employee):
    first, second, third = (make_idea(title=f"Idea {n}") for n in range(3))
    review = Review.objects.open(Campaign.objects.open_box(), by=leader, title="Spring")
    review.invite([employee], by=leader)
    shortlisting.draw(review, by=leader, rule="waiting", top=2)
    shortlisting.take_off(entry_of(review, second), by=leader)
    score(entry_of(review, first), employee, 3, 3, 3, 3)
    drawn = shortlisting.draw(review, by=leader, rule="support", top=1)
    assert set(review.entries.on().values_list("idea", flat=True)) == {first.pk, third.pk}
    assert (drawn.came, drawn.went) == (1, 0)


def test_ideas_that_few_departments_support_can_be_left_out(leader):
    narrow, broad = make_idea(title="Narrow"), make_idea(title="Broad")
    one, two = make_department("Production"), make_department("Sales")
    for person in crowd(one, 6):
        narrow.support(by=person)
    for person in (*crowd(one, 2), *crowd(two, 6)[:2]):
        broad.support(by=person)
    review = make_review(make_idea(), by=leader)
    shortlisting.draw(review, by=leader, rule="support", top=5, minimum_breadth=2)
    entry = entry_of(review, broad)
    assert (entry.rule, entry.rank) == ("support", 1)
    assert not review.entries.filter(idea=narrow, rule="support").exists()


def test_what_bridges_and_what_divides_stand_beside_the_most_supported(client_for, leader):
    one, two = make_department("Production"), make_department("Sales")
    makers, sellers = crowd(one, 12), crowd(two, 12)
    loved, bridge = make_idea(title="Loved by makers"), make_idea(title="Liked everywhere")
    for person in (*makers, sellers[0]):
        loved.support(by=person)
    for person in (*makers[:5], *sellers[:5]):
        bridge.support(by=person)
    review = make_review(make_idea(), by=leader)
    shortlisting.draw(review, by=leader, rule="support", top=1)
    assert entry_of(review, bridge).beside == Entry.Beside.BRIDGES
    assert entry_of(review, loved).beside == Entry.Beside.DIVIDES
    page = client_for(leader).get(review.get_absolute_url())
    room = page.context["room"]
    assert "told from the supports alone" in text(page)
    assert [(kind, place.idea.title) for kind, place in room.standouts] == [
        ("supported", "Loved by makers"),
        ("bridges", "Liked everywhere"),
        ("divides", "Loved by makers"),
    ]
    for place in room.places:
        Attention.objects.update_or_create(
            idea=place.idea, defaults={"campaign": place.idea.campaign, "viewers": 20, "bridging": 0.3}
        )
    assert "told from the supports alone" not in text(client_for(leader).get(review.get_absolute_url()))


def test_no_rule_draws_from_results_that_are_not_there(leader):
    review = make_review(by=leader)
    with pytest.raises(NoResult):
        shortlisting.draw(review, by=leader, rule="pairwise", top=3)


def test_an_idea_is_found_and_added_by_hand_with_who_and_why(client_for, leader):
    review, idea = make_review(by=leader), make_idea(title="Repair café every month")
    browser = client_for(leader)
    assert "Repair café" in text(browser.get(review.url("prepare") + "?q=café+month"))
    assert "Repair café" in text(browser.get(review.url("prepare") + f"?q=https://x.example{idea.get_absolute_url()}"))
    assert browser.post(review.url("add"), {"idea": idea.pk, "why": ""}).status_code == 422
    browser.post(review.url("add"), {"idea": idea.pk, "why": "Cheap and loved"})
    page = text(browser.get(review.url("idea", idea.pk)))
    assert leader.display_name in page
    assert "Cheap and loved" in page


def test_small_departments_are_neither_named_nor_counted_apart(client_for, leader):
    idea = make_idea()
    for person in (*crowd(make_department("Production"), 6), *crowd(make_department("Legal"), 2)):
        idea.support(by=person)
    review = make_review(idea, by=leader)
    page = text(client_for(leader).get(review.get_absolute_url()))
    assert "Production" in page
    assert "Legal" not in page
    assert "2 of 2" in page


def test_deciding_goes_on_to_the_next_that_waits_and_people_hear_of_it(client_for, leader, dispatch):
    author = make_user()
    first, second = make_idea(author, title="First"), make_idea(title="Second")
    review = make_review(first, second, by=leader)
    browser = client_for(leader)
    assert decide(browser, review, first)["Location"] == review.url("idea", second.pk)
    first.refresh_from_db()
    assert first.status == Status.PLANNED
    dispatch()
    assert Notification.objects.filter(recipient=author, activity__verb="idea.answered").count() == 1
    assert decide(browser, review, second, status="pilot")["Location"] == review.url("idea", second.pk)
    assert "2 of 2 ideas decided" in text(browser.get(review.get_absolute_url()))


@pytest.mark.parametrize("status", ["planned", "pilot", "needs_more"])
def test_each_decision_needs_words_and_keeps_what_was_chosen(client_for, leader, status):
    review = make_review(by=leader)
    response = decide(client_for(leader), review, entry_of(review).idea, status=status, answer="")
    assert response.status_code == 422
    assert "needs an official answer" in text(response)


@pytest.mark.parametrize("status", ["", "done", "submitted", "adored"])
def test_the_room_takes_its_four_decisions_only(client_for, leader, status):
    review = make_review(by=leader)
    response = decide(client_for(leader), review, entry_of(review).idea, status=status)
    assert response.status_code == 422
    assert "In spring." in text(response)


def test_the_second_of_two_leaders_reads_the_first_and_keeps_their_words(client_for, leader, cm):
    idea = make_idea()
    review = make_review(idea, by=leader)
    early, late = client_for(cm), client_for(leader)
    late.get(review.url("idea", idea.pk))
    decide(early, review, idea, answer="<p>Yes, in May.</p>")
    response = decide(late, review, idea, status="pilot", answer="<p>My own careful words</p>", expected=0)
    assert response.status_code == 409
    for shown in ("Somebody decided about this idea", "Yes, in May.", "My own careful words", cm.display_name):
        assert shown in text(response)
    idea.refresh_from_db()
    assert idea.status == Status.PLANNED
    assert decide(late, review, idea, status="pilot", answer="<p>My own careful words</p>").status_code == 302


def test_declining_takes_a_reason_and_planning_an_owner_and_a_date(client_for, leader, employee):
    first, second = make_idea(title="First"), make_idea(title="Second")
    review = make_review(first, second, by=leader)
    browser = client_for(leader)
    refused = decide(browser, review, first, status="declined", answer="<p>Not this year.</p>")
    assert refused.status_code == 422
    assert "Not this year." in text(refused)
    reason = DeclineReason.objects.filter(is_offered=True)[0]
    decide(browser, review, first, status="declined", answer="<p>Not this year.</p>", reason=reason.pk)
    assert first.decisions.get().reason == reason
    decide(browser, review, second, owner=f"@{employee.username}", due="2030-05-02")
    decision = second.decisions.get()
    assert (decision.owner, timezone.localtime(decision.due_at).date().isoformat()) == (employee, "2030-05-02")
    assert decide(browser, review, second, status="pilot", due="never").status_code == 422


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


class TestHiddenTally:
    @pytest.fixture
    def review(self, leader):
        first, second = make_idea(title="Quiet one"), make_idea(title="Loud one")
        for person in (*crowd(make_department("Production"), 12), *crowd(make_department("Sales"), 12)[:5]):
            second.support(by=person)
        review = make_review(first, second, by=leader)
        shortlisting.draw(review, by=leader, rule="support", top=2)
        Campaign.objects.update(tally_hidden_until=timezone.now() + timezone.timedelta(days=1))
        return review

    def test_no_page_and_no_file_shows_support_nor_an_order_by_it(self, client_for, leader, review):
        browser = client_for(leader)
        page = text(browser.get(review.get_absolute_url()))
        for hidden in ("The most supported", "Bridges most", "Divides most", "Production", ">17<", "17<span"):
            assert hidden not in page
        assert page.index("Quiet one") < page.index("Loud one")
        csv = browser.get(review.url("csv")).content.decode("utf-8-sig")
        assert "Supports" not in csv
        assert ",17," not in csv

    def test_the_shortlist_cannot_be_drawn_from_it(self, client_for, leader, review):
        with pytest.raises(TallyHidden):
            shortlisting.draw(Review.objects.get(), by=leader, rule="bridging", top=3)
        response = client_for(leader).post(review.url("draw"), {"rule": "waiting", "top": 3, "minimum_breadth": 1})
        assert response.status_code == 422
        assert "Support is hidden" in text(response)
        assert (
            client_for(leader).post(review.url("draw"), {"rule": "waiting", "top": 3, "minimum_breadth": 0}).status_code
            == 302
        )


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
