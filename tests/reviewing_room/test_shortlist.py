"""Which ideas come to the room: drawn by a rule that says so, or added by hand."""

import pytest
from django.utils import timezone

from ideas.attention.models import Attention
from ideas.models import Campaign
from ideas.reviewing_room import shortlisting
from ideas.reviewing_room.errors import NoResult, TallyHidden
from ideas.reviewing_room.models import Entry, Review
from tests.factories.ideas import make_idea
from tests.factories.people import make_department
from tests.factories.reviewing_room import entry_of, make_review, score
from tests.reviewing_room.steps import crowd, text

pytestmark = pytest.mark.django_db


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
