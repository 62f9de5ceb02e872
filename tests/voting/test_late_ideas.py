"""The ballot of a budget is frozen with its costs as the vote opens; whoever comes later is told."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ideas import clock
from ideas.counting import pabulib
from ideas.models import Act, Campaign, Idea, Method
from ideas.pairwise.models import Comparison
from ideas.voting.models import Ballot, Result
from tests.factories.campaigns import make_campaign
from tests.factories.ideas import make_idea
from tests.factories.voting import BUDGET, close, make_candidate, make_vote, vote

pytestmark = pytest.mark.django_db

TEXT = {"title": "Hives", "problem": "No bees", "proposal": "Two hives", "language": "en", "campaign": "budget"}


def page(client, idea: Idea) -> str:
    return client.get(idea.get_absolute_url()).content.decode()


@pytest.fixture
def campaign() -> Campaign:
    """A budget that takes ideas and is about to open its vote: one idea has a cost, one has none."""
    campaign = make_campaign("budget", method=Method.BUDGET, settings=BUDGET)
    make_candidate(campaign, "Trees", 40)
    make_candidate(campaign, "Bench", None)
    return campaign


def test_the_rules_freeze_what_is_on_the_ballot_and_its_cost(campaign, employee, client_for) -> None:
    campaign.open_voting(by=None)
    trees = Idea.objects.get(title="Trees")
    rules = json.loads(client_for(employee).get(reverse("ideas:rulebook", args=["budget", 1])).content)
    assert rules["costs"] == {str(trees.pk): 40}


def test_an_idea_of_an_open_budget_vote_is_not_on_the_ballot_and_its_author_knows(
    campaign, employee, client_for, dispatch
) -> None:
    campaign.open_voting(by=None)
    client = client_for(employee)
    assert "its ballot is fixed" in client.get(reverse("ideas:submit") + "?campaign=budget").content.decode()
    client.post(reverse("ideas:submit"), TEXT | {"cost": "10"})
    late = Idea.objects.get(title="Hives")
    assert late.cost == 10
    assert "Not on the ballot of the vote that is open" in page(client, late)
    ballot = client.get(reverse("ideas:voting:vote", args=["budget"])).content.decode()
    assert "Trees" in ballot
    assert "Hives" not in ballot
    refused = client.post(reverse("ideas:voting:vote", args=["budget"]), {f"idea-{late.pk}": "1", "version": "0"})
    assert refused.status_code == 422
    vote(campaign, employee, [Idea.objects.get(title="Trees")])
    close(campaign, dispatch)
    assert [project.name for project in pabulib.read(Result.objects.get().file).election.projects] == ["Trees"]


def test_before_the_vote_an_idea_without_a_cost_says_what_that_means(employee, cm, client_for) -> None:
    campaign = make_vote(opened=False)
    mine = make_candidate(campaign, "Bench", None, author=employee)
    said = page(client_for(employee), mine)
    assert "Only ideas whose cost is known as the vote opens are on the ballot." in said
    assert reverse("ideas:edit", args=[mine.pk]) in said
    assert reverse("ideas:voting:costs", args=["budget"]) in page(client_for(cm), mine)


def test_a_list_of_ideas_with_costs_shows_them_and_no_empty_tally(campaign, employee, client_for) -> None:
    rows = client_for(employee).get(campaign.get_absolute_url()).content.decode()
    assert "40\xa0€" in rows
    assert "Supported by me" not in rows
    assert "Most supported" not in rows
    assert rows.count('class="idea-score" title="Budget') == 2


class TestAgain:
    """A vote that was stopped and opened again."""

    def test_the_former_ballot_is_marked_and_does_not_count(self, cm, employee, client_for, dispatch) -> None:
        campaign = make_vote(total=100)
        trees, bench = make_candidate(campaign, "Trees", 40), make_candidate(campaign, "Bench", 50)
        vote(campaign, employee, [trees])
        campaign.close_voting(by=cm, why="The total was wrong.")
        rules = client_for(cm).get(reverse("ideas:campaign_rules", args=[campaign.slug])).content.decode()
        assert reverse("ideas:campaign_reopen", args=[campaign.slug]) in rules
        client_for(cm).post(reverse("ideas:campaign_reopen", args=[campaign.slug]))
        client = client_for(employee)
        assert "A vote waits for you" in client.get("/").content.decode()
        again = client.get(reverse("ideas:voting:vote", args=[campaign.slug]))
        assert "You voted, then the vote was stopped" in again.content.decode()
        assert [line.points for line in again.context["ballot"].lines if line.idea == trees] == [1]
        client.post(reverse("ideas:voting:vote", args=[campaign.slug]), {f"idea-{bench.pk}": "1", "version": "0"})
        assert "A vote waits for you" not in client.get("/").content.decode()
        assert [ballot.choices() for ballot in Ballot.objects.order_by("rulebook__number")] == [
            {trees.pk: 1},
            {bench.pk: 1},
        ]

    def test_one_that_is_not_opened_again_is_counted_when_its_time_is_over(self, cm, employee, dispatch) -> None:
        campaign = make_vote(total=100)
        trees = make_candidate(campaign, "Trees", 40)
        clock.tick()
        vote(campaign, employee, [trees])
        campaign.close_voting(by=cm, why="Enough.")
        dispatch()
        assert not Result.objects.exists()
        clock.tick(timezone.now() + timedelta(days=30))
        dispatch()
        assert [entry["name"] for entry in Result.objects.get().data["chosen"]] == ["Trees"]
        assert Campaign.objects.get(pk=campaign.pk).voting_halted_at is None


def test_who_has_compared_ideas_is_not_asked_again(employee, client_for) -> None:
    campaign = make_vote("duels", method=Method.PAIRWISE)
    one, two = make_idea(title="One", campaign=campaign), make_idea(title="Two", campaign=campaign)
    client = client_for(employee)
    assert "A vote waits for you" in client.get("/").content.decode()
    assert reverse("ideas:pairwise:pairs", args=["duels"]) in page(client, one)
    Comparison.objects.create(
        rulebook=campaign.rulebook,
        voter=employee,
        first=one,
        second=two,
        first_was_left=True,
        outcome=Comparison.Outcome.FIRST,
    )
    assert "A vote waits for you" not in client.get("/").content.decode()


def test_a_campaign_of_supports_keeps_its_filter_beside_one_of_tokens(employee, client_for) -> None:
    make_vote("tokens", method=Method.TOKENS, tokens=3)
    make_vote("likes", method=Method.SUPPORT)
    client = client_for(employee)
    lists = {slug: client.get(reverse("ideas:campaign", args=[slug])).content.decode() for slug in ("tokens", "likes")}
    assert {slug: "Supported by me" in words for slug, words in lists.items()} == {"tokens": False, "likes": True}


def test_a_budget_that_gathers_nothing_before_its_vote_is_refused(cm, client_for) -> None:
    at_once = make_campaign("at-once")
    client, page = client_for(cm), reverse("ideas:campaign_voting", args=["at-once"])
    rules = {"method": "budget", "hidden": "never", "completion": "add1", **BUDGET}
    refused = client.post(page, rules)
    assert refused.status_code == 422
    assert "Let a phase gather them first." in refused.content.decode()
    before = (timedelta(days=-3), timedelta(days=-1), [Act.SUBMIT])
    make_campaign("in-turn", phases=[before, (timedelta(days=1), timedelta(days=2), [Act.SUBMIT, Act.SUPPORT])])
    assert client.post(reverse("ideas:campaign_voting", args=["in-turn"]), rules).status_code == 302
    make_candidate(at_once, "Trees", 40)
    assert client.post(page, rules).status_code == 302
