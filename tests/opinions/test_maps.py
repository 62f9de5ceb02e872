"""The opinion map on the site: voting, adding, what is shown and what never is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ideas.models import Campaign
from ideas.opinions import mapping
from ideas.opinions.models import Opinion, OpinionEvent, OpinionMap, Statement
from ideas.opinions.routing import next_statement
from intranet.accounts.models import Audience
from intranet.contributions.models import Activity
from intranet.moderation import actions as moderation
from tests.factories.opinions import crowd, make_map, make_statement
from tests.factories.people import make_department, make_user
from tests.threads import raised_at_once

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"ideas:opinions:{name}", args=args)


@pytest.fixture
def opened():
    return make_map()


def counts(statement):
    statement.refresh_from_db()
    return (statement.agrees, statement.disagrees, statement.passes)


class TestVoting:
    def test_one_votes_on_one_statement_after_another_and_the_latest_vote_counts(self, client_for, employee, opened):
        first, second = make_statement(opened), make_statement(opened, text="Fewer people in each meeting")
        browser = client_for(employee)
        page = browser.get(opened.get_absolute_url()).content.decode()
        shown = first if first.text in page else second
        assert browser.post(url("vote", shown.pk), {"value": "disagree"}).status_code == 302
        other = second if shown == first else first
        assert other.text in browser.get(opened.get_absolute_url()).content.decode()
        browser.post(url("vote", shown.pk), {"value": "pass"})
        browser.post(url("vote", shown.pk), {"value": "pass"})
        assert counts(shown) == (1, 0, 1)
        assert list(OpinionEvent.objects.filter(user=employee).order_by("pk").values_list("value", flat=True)) == [
            -1,
            0,
        ]
        browser.post(url("vote", other.pk), {"value": "agree"})
        assert "You have voted on every statement." in browser.get(opened.get_absolute_url()).content.decode()
        mine = browser.get(url("mine", opened.campaign.slug)).content.decode()
        assert "You passed" in mine
        assert "You agree" in mine

    def test_with_a_script_only_the_next_statement_comes(self, client_for, employee, opened):
        first, second = make_statement(opened), make_statement(opened, text="Fewer people in each meeting")
        shown = next_statement(opened, employee)
        part = client_for(employee).post(url("vote", shown.pk), {"value": "agree"}, headers={"HX-Request": "true"})
        assert "<html" not in part.content.decode()
        assert ({first, second} - {shown}).pop().text in part.content.decode()

    def test_what_few_voted_on_comes_first_then_what_divides(self, employee, opened):
        liked, divided, new = (make_statement(opened, text=f"Statement of kind {n}") for n in range(3))
        Statement.objects.filter(pk=liked.pk).update(agrees=40)
        Statement.objects.filter(pk=divided.pk).update(agrees=20, disagrees=20)
        order = []
        for _ in range(3):
            order.append(next_statement(opened, employee))
            Opinion.objects.vote(order[-1], by=employee, value=1)
        assert order == [new, divided, liked]

    def test_nobody_hears_what_anybody_votes(self, client_for, employee, opened):
        statement = make_statement(opened)
        before = Activity.objects.count()
        client_for(employee).post(url("vote", statement.pk), {"value": "disagree"})
        assert Activity.objects.count() == before
        page = client_for(make_user()).get(opened.get_absolute_url()).content.decode()
        assert employee.display_name not in page

    def test_an_unknown_value_counts_nothing(self, client_for, employee, opened):
        statement = make_statement(opened)
        page = client_for(employee).post(url("vote", statement.pk), {"value": "love"}, follow=True)
        assert "nothing was counted" in page.content.decode()
        assert counts(statement) == (1, 0, 0)

    def test_a_closed_map_takes_no_vote_and_says_so(self, client_for, employee, cm, opened):
        statement = make_statement(opened)
        client_for(cm).post(url("close", opened.campaign.slug))
        page = client_for(employee).post(url("vote", statement.pk), {"value": "agree"}, follow=True).content.decode()
        assert "This opinion map is closed" in page
        assert not Opinion.objects.filter(user=employee).exists()
        assert (
            client_for(employee).post(url("add", opened.campaign.slug), {"text": "Something else"}).status_code == 403
        )

    def test_a_map_of_others_is_not_there(self, client_for, employee):
        finance = make_department("Finance")
        audience = Audience.objects.for_departments([finance])
        campaign = Campaign.objects.create(
            slug="finance", title="Finance", audience=audience, taking_part=audience, published_at=timezone.now()
        )
        opened = make_map(campaign)
        statement = make_statement(opened, author=make_user(department=finance))
        browser = client_for(employee)
        assert browser.get(opened.get_absolute_url()).status_code == 404
        assert browser.get(statement.get_absolute_url()).status_code == 404
        assert browser.post(url("vote", statement.pk), {"value": "agree"}).status_code == 404

    def test_without_a_map_only_who_may_open_one_sees_the_page(self, client_for, employee, cm):
        address = url("map", "open-box")
        assert client_for(employee).get(address).status_code == 404
        assert client_for(employee).post(url("begin", "open-box"), {"question": "What now then?"}).status_code == 403
        assert client_for(cm).get(address).status_code == 200
        assert client_for(cm).post(url("begin", "open-box"), {"question": ""}).status_code == 422
        client_for(cm).post(url("begin", "open-box"), {"question": "What would help you?"})
        assert "What would help you?" in client_for(employee).get(address).content.decode()


class TestAdding:
    def test_anybody_adds_a_statement_and_agrees_with_it(self, client_for, employee, opened):
        client_for(employee).post(
            url("add", opened.campaign.slug), {"text": "  Begin on   time, always ", "language": "en"}
        )
        statement = Statement.objects.get()
        assert (statement.text, statement.author_id) == ("Begin on time, always", employee.pk)
        assert counts(statement) == (1, 0, 0)

    def test_similar_ones_are_shown_first_and_it_can_be_added_all_the_same(self, client_for, employee, opened):
        make_statement(opened, text="Meetings should begin on time")
        browser = client_for(employee)
        sent = {"text": "Meetings should always begin on time", "language": "en"}
        page = browser.post(url("add", opened.campaign.slug), sent)
        assert page.status_code == 422
        assert "Perhaps somebody said it already" in page.content.decode()
        assert sent["text"] in page.content.decode()
        fragment = browser.get(url("similar", opened.campaign.slug), {"text": sent["text"]}).content.decode()
        assert "Meetings should begin on time" in fragment
        browser.post(url("add", opened.campaign.slug), {**sent, "seen": "1"})
        assert Statement.objects.count() == 2

    @pytest.mark.parametrize("text", ["", "short", "x" * 201])
    def test_too_short_or_too_long_is_refused_in_words(self, client_for, employee, opened, text):
        page = client_for(employee).post(url("add", opened.campaign.slug), {"text": text, "language": "en"})
        assert page.status_code == 422
        assert not Statement.objects.exists()

    def test_ten_an_hour_are_enough(self, client_for, employee, opened):
        for n in range(10):
            make_statement(opened, author=employee, text=f"Quite another thought {n}")
        page = client_for(employee).post(
            url("add", opened.campaign.slug), {"text": "One more thought", "language": "en"}
        )
        assert page.status_code == 422
        assert "within the hour" in page.content.decode()

    def test_a_hidden_statement_is_not_voted_on_and_leaves_the_map(self, client_for, employee, cm, opened):
        statement = make_statement(opened)
        moderation.hide(statement, by=cm, reason="Insulting", clause="")
        browser = client_for(employee)
        assert statement.text not in browser.get(opened.get_absolute_url()).content.decode()
        assert browser.post(url("vote", statement.pk), {"value": "agree"}).status_code == 404
        opened.refresh_from_db()
        assert opened.stale


class TestMap:
    def test_nothing_is_shown_under_sixty_voters(self, client_for, employee, opened):
        crowd(opened, people=59, statements=10)
        mapping.draw(opened.pk)
        page = client_for(employee).get(opened.get_absolute_url()).content.decode()
        assert "The map waits for 60 people" in page
        assert "59 people have voted so far." in page
        assert "Group A" not in page
        assert "opinion-map" not in page

    def test_groups_what_unites_and_divides_and_ones_own_place(self, client_for, opened, django_assert_max_num_queries):
        voters = crowd(opened, people=70, statements=12)
        assert mapping.draw_stale() == 1
        browser = client_for(voters[3])
        page = browser.get(opened.get_absolute_url()).content.decode()
        assert "Group A: 35 people" in page
        assert "Group B: 35 people" in page
        assert "You stand nearest to group" in page
        assert "What unites the groups" in page
        assert "All agree" in page
        assert "Statement number 0" in page
        stranger = client_for(make_user())
        stranger.get(opened.get_absolute_url())
        with django_assert_max_num_queries(18):
            page = stranger.get(opened.get_absolute_url()).content.decode()
        assert "Vote on seven statements or more to see your place." in page

    def test_the_place_in_a_request_is_the_one_that_the_worker_computed(self, opened):
        from ideas.opinions.grouping import Votes, find_groups

        voters = crowd(opened, people=64, statements=9, noise=0.2)
        mapping.draw(opened.pk)
        opened.refresh_from_db()
        rows = list(Opinion.objects.values_list("user_id", "statement_id", "value"))
        found = find_groups(Votes(*(list(column) for column in zip(*rows, strict=True))))
        for voter in voters[:5]:
            x, y = found.places[found.voters.index(voter.pk)]
            place = mapping.place_of(opened, voter)
            assert (place["x"], place["y"]) == (pytest.approx(x, abs=0.01), pytest.approx(y, abs=0.01))

    def test_what_is_kept_names_nobody_and_shows_no_small_cell(self, opened):
        crowd(opened, people=66, statements=10, noise=0.05)
        rare = make_statement(opened, text="Hardly anybody saw this one")
        mapping.draw(opened.pk)
        opened.refresh_from_db()
        kept = opened.result
        assert set(kept) == {
            "voters",
            "placed",
            "silhouette",
            "groups",
            "squares",
            "uniting",
            "dividing",
            "liked",
            "axes",
        }
        assert all(group["size"] >= 5 for group in kept["groups"])
        assert all(n >= 5 for _x, _y, n in kept["squares"])
        shown = [*kept["uniting"], *kept["dividing"]]
        assert rare.pk not in {line["statement"] for line in shown}
        rates = [cell[name] for line in shown for cell in line["groups"] for name in ("agrees", "disagrees")]
        assert set(rates) <= set(range(10, 100, 10))
        assert mapping.rounded(mapping.Cell(4, 0, 0)) is None

    def test_where_people_answer_by_chance_it_says_that_there_are_no_groups(self, client_for, employee, opened):
        crowd(opened, people=80, statements=12, noise=0.5)
        mapping.draw(opened.pk)
        assert "There are no groups" in client_for(employee).get(opened.get_absolute_url()).content.decode()

    def test_it_is_drawn_by_the_worker_at_most_every_ten_minutes(self, opened, employee):
        statement = make_statement(opened)
        assert mapping.draw_stale() == 1
        Opinion.objects.vote(statement, by=employee, value=1)
        assert mapping.draw_stale() == 0
        OpinionMap.objects.update(computed_at=timezone.now() - timedelta(minutes=11))
        OpinionEvent.objects.update(at=timezone.now() - timedelta(minutes=5))
        assert mapping.draw_stale() == 1
        OpinionMap.objects.update(computed_at=timezone.now() - timedelta(minutes=11))
        assert mapping.draw_stale() == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestConcurrency:
    def test_fifty_people_at_once_and_one_person_fifty_times(self):
        statement = make_statement()
        people = [make_user() for _ in range(25)]
        one = make_user()
        works = [lambda p=p, n=n: Opinion.objects.vote(statement, by=p, value=n % 3 - 1) for n, p in enumerate(people)]
        works += [lambda n=n: Opinion.objects.vote(statement, by=one, value=n % 3 - 1) for n in range(25)]
        assert raised_at_once(*works) == []
        rows = list(Opinion.objects.filter(statement=statement).values_list("value", flat=True))
        assert len(rows) == 27
        assert counts(statement) == (rows.count(1), rows.count(-1), rows.count(0))
        latest = OpinionEvent.objects.filter(user=one).order_by("-pk").first()
        assert latest.value == Opinion.objects.get(user=one).value
