"""The orders of the list of ideas: fair, stable, and silent about what is hidden."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.attention.drawing import draw, draw_if_due
from ideas.attention.models import Attention, Draw, Place
from ideas.models import Campaign, Idea
from intranet.contributions import shared
from intranet.moderation.actions import hide, restore
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


def shown(browser, address="/ideas/"):
    shared.forget()
    answer = browser.get(address)
    assert answer.status_code == 200
    return [int(pk) for pk in re.findall(r'class="row idea-row" id="idea-(\d+)"', answer.content.decode())]


def everything(browser, order, campaign=""):
    address = f"/ideas/{campaign and f'campaigns/{campaign}/'}?order={order}"
    found = []
    for page in range(1, 6):
        rows = shown(browser, f"{address}&page={page}")
        if not rows:
            break
        found += rows
    return found


@pytest.fixture
def thirty():
    author = make_user()
    return [make_idea(author, title=f"Idea {number}") for number in range(30)]


ORDERS = ("discover", "promising", "bridging", "new", "supported", "discussed")


def test_every_order_shows_every_idea_once_over_its_pages(client_for, thirty):
    people = [make_user() for _ in range(3)]
    for idea in thirty[:7]:
        idea.support(by=people[0])
    draw(timezone.localdate())
    latest = make_idea(title="Came this second")
    for order in ORDERS:
        for person in people:
            found = everything(client_for(person), order)
            assert sorted(found) == sorted(idea.pk for idea in [*thirty, latest]), (order, person)
            assert found == everything(client_for(person), order), (order, person)


def test_an_order_of_a_campaign_holds_its_ideas_alone(client_for, employee, thirty):
    other = Campaign.objects.create(slug="canteen", title="Canteen", published_at=timezone.now())
    mine = [make_idea(campaign=other) for _ in range(3)]
    draw(timezone.localdate())
    for order in ORDERS:
        assert sorted(everything(client_for(employee), order, "canteen")) == sorted(idea.pk for idea in mine), order


def test_discover_is_another_for_another_person_and_the_next_day(client_for, thirty, monkeypatch):
    draw(timezone.localdate())
    orders = {tuple(everything(client_for(make_user()), "discover")) for _person in range(6)}
    assert len(orders) > 2
    person = make_user()
    today = everything(client_for(person), "discover")
    draw(timezone.localdate() + timedelta(days=1))
    assert everything(client_for(person), "discover") != today


def test_discover_is_the_order_of_a_list_until_every_idea_had_its_views(client_for, employee, thirty, settings):
    draw(timezone.localdate())
    assert current(client_for(employee)) == "discover"
    Attention.objects.update(viewers=40, seen_by={"1": 20, "2": 10, "3": 10})
    for name in ("One", "Two", "Three"):
        make_user(department=make_department(name))
    draw(timezone.localdate())
    assert current(client_for(employee)) == "promising"
    settings.PARVIS_GUARANTEED_VIEWS = 50
    draw(timezone.localdate())
    assert current(client_for(employee)) == "discover"


def current(browser):
    shared.forget()
    page = browser.get("/ideas/").content.decode()
    return re.search(r'href="\?order=(\w+)" aria-current="page"', page)[1]


def test_the_orders_are_links_that_keep_the_filters(client_for, employee):
    make_idea()
    page = client_for(employee).get("/ideas/?status=submitted&page=1").content.decode()
    for key in ("discover", "promising", "new", "supported", "discussed", "bridging"):
        assert f"?status=submitted&amp;order={key}" in page


def test_an_idea_that_was_closed_or_hidden_today_leaves_its_place_and_comes_back(client_for, employee, cm, dispatch):
    first, second = make_idea(), make_idea()
    draw(timezone.localdate())
    hide(first, by=cm, reason="Not here", clause="")
    dispatch()
    assert everything(client_for(employee), "discover") == [second.pk]
    restore(first, by=cm, reason="It was right")
    dispatch()
    assert sorted(everything(client_for(employee), "discover")) == [first.pk, second.pk]
    Idea.objects.filter(pk=second.pk).update(status="done")
    draw(timezone.localdate())
    assert everything(client_for(employee), "discover") == [first.pk, second.pk]
    assert everything(client_for(employee), "promising") == [first.pk, second.pk]


def test_a_new_idea_joins_the_orders_of_the_day(client_for, employee, thirty, dispatch):
    draw(timezone.localdate())
    latest = make_idea()
    dispatch()
    assert Place.objects.filter(idea=latest).exists()
    for order in ("discover", "promising", "bridging"):
        assert sorted(everything(client_for(employee), order)) == sorted(idea.pk for idea in [*thirty, latest])


def test_orders_are_drawn_once_a_day_and_the_places_before_are_cleared(thirty):
    assert draw_if_due()
    assert not draw_if_due()
    for day in range(1, 4):
        draw(timezone.localdate() + timedelta(days=day))
    assert Draw.objects.count() == 2
    assert set(Place.objects.values_list("draw", flat=True)) == set(Draw.objects.values_list("number", flat=True))


def test_a_draw_that_was_cut_short_is_not_in_force(client_for, employee, thirty, monkeypatch):
    draw(timezone.localdate())
    before = everything(client_for(employee), "discover")
    monkeypatch.setattr("ideas.attention.drawing._WRITTEN_AT_ONCE", 5)

    def stop(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Draw, "save", stop)
        with pytest.raises(KeyboardInterrupt):
            draw(timezone.localdate() + timedelta(days=1))
    assert everything(client_for(employee), "discover") == before
    draw(timezone.localdate() + timedelta(days=1))
    assert sorted(everything(client_for(employee), "discover")) == sorted(before)


def test_the_number_of_queries_does_not_grow_with_the_ideas(client_for, employee, django_assert_max_num_queries):
    make_idea()
    browser = client_for(employee)
    for more in (0, 19):
        for _idea in range(more):
            make_idea()
        draw(timezone.localdate())
        for order in ORDERS:
            shown(browser, f"/ideas/?order={order}")
            shared.forget()
            with django_assert_max_num_queries(12):
                browser.get(f"/ideas/?order={order}")


class TestWhyHere:
    def test_a_card_says_that_few_have_seen_it(self, client_for, employee):
        idea = make_idea()
        assert "New" in whys(client_for(employee), idea)
        Idea.objects.update(created_at=timezone.now() - timedelta(days=9))
        assert "Seen by few people yet" in whys(client_for(employee), idea)

    def test_how_many_of_those_who_saw_it_support_it(self, client_for, employee):
        idea = make_idea()
        idea.support(by=make_user())
        Attention.objects.create(idea=idea, campaign=idea.campaign, viewers=40)
        assert "Supported by 1 of the 40 people who saw it" in whys(client_for(employee), idea)

    def test_that_it_is_supported_across_departments(self, client_for, employee):
        idea = make_idea()
        idea.support(by=make_user())
        Attention.objects.create(idea=idea, campaign=idea.campaign, viewers=40, seen_by={"1": 40}, bridges=True)
        assert "Supported across departments" in whys(client_for(employee), idea)

    def test_nothing_of_a_hidden_tally(self, client_for, employee, cm):
        idea = make_idea()
        idea.support(by=make_user())
        Attention.objects.create(idea=idea, campaign=idea.campaign, viewers=40, bridges=True)
        Campaign.objects.update(tally_hidden_until=timezone.now() + timedelta(days=1))
        for person in (employee, cm):
            assert whys(client_for(person), idea) == ""


def whys(browser, idea):
    shared.forget()
    page = browser.get("/ideas/?order=new").content.decode()
    row = page.partition(f'id="idea-{idea.pk}"')[2].partition("</article>")[0]
    found = re.search(r'class="idea-why">([^<]*)<', row)
    return found[1] if found else ""


class TestHiddenTally:
    TELLING = ("supported", "promising", "bridging")

    @pytest.fixture
    def contest(self):
        campaign = Campaign.objects.create(slug="secret", title="Secret", published_at=timezone.now())
        ideas = [make_idea(campaign=campaign, title=f"Idea {number}") for number in range(4)]
        Idea.objects.filter(pk=ideas[1].pk).update(support_count=3)
        campaign.tally_hidden_until = timezone.now() + timedelta(days=1)
        campaign.save()
        draw(timezone.localdate())
        return ideas

    def test_orders_that_tell_fall_back_to_discover(self, client_for, cm, contest):
        browser = client_for(cm)
        page = browser.get("/ideas/campaigns/secret/").content.decode()
        for order in self.TELLING:
            assert f"order={order}" not in page
            assert everything(browser, order, "secret") == everything(browser, "discover", "secret"), order

    def test_in_a_list_of_everything_they_come_after_and_their_support_moves_nothing(
        self, client_for, employee, contest
    ):
        known = make_idea()
        draw(timezone.localdate())
        before = {order: everything(client_for(employee), order) for order in self.TELLING}
        assert {rows[0] for rows in before.values()} == {known.pk}
        Idea.objects.filter(pk=contest[0].pk).update(support_count=300)
        Idea.objects.filter(pk=contest[1].pk).update(support_count=0)
        draw(timezone.localdate())
        assert {order: everything(client_for(employee), order) for order in self.TELLING} == before
