"""Ballots are exact: within their limits, changed until the close, never overwritten by an old page."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ideas.errors import ActNotOpen
from ideas.models import Campaign, Idea, Method, Status
from ideas.voting import casting
from ideas.voting.errors import NotOnBallot, StaleBallot, TooMuch, TooMuchOnOne
from ideas.voting.models import Ballot, Vote, VoteEvent
from tests.factories.people import make_user
from tests.factories.voting import make_candidate, make_vote, vote

pytestmark = pytest.mark.django_db


def url(campaign: Campaign, name: str = "vote") -> str:
    return reverse(f"ideas:voting:{name}", args=[campaign.slug])


def form(campaign: Campaign, choices: dict[Idea, int], version: int = 0) -> dict[str, str]:
    return {"version": str(version), **{f"idea-{idea.pk}": str(points) for idea, points in choices.items()}}


def test_a_ballot_is_cast_and_changed_on_its_page(employee, client_for) -> None:
    campaign = make_vote()
    trees, bench, dear = (
        make_candidate(campaign),
        make_candidate(campaign, "Bench"),
        make_candidate(campaign, "No cost", None),
    )
    client = client_for(employee)
    page = client.get(url(campaign)).content.decode()
    assert "Trees" in page
    assert "No cost" not in page
    assert client.post(url(campaign), form(campaign, {trees: 1, bench: 1})).status_code == 302
    ballot = Ballot.objects.get(voter=employee)
    assert ballot.choices() == {trees.pk: 1, bench.pk: 1}
    assert client.post(url(campaign), form(campaign, {bench: 1}, ballot.version)).status_code == 302
    ballot.refresh_from_db()
    assert (ballot.choices(), ballot.spent, ballot.version) == ({bench.pk: 1}, 1, 2)
    changes = VoteEvent.objects.order_by("pk").values_list("idea_id", "change")
    assert list(changes) == [(trees.pk, 1), (bench.pk, 1), (trees.pk, -1)]
    assert 'name="version" value="2"' in client.get(url(campaign)).content.decode()
    assert client.post(url(campaign), form(campaign, {dear: 1}, 2)).status_code == 422


def test_a_stale_page_does_not_overwrite_and_keeps_what_was_chosen(employee, client_for) -> None:
    campaign = make_vote()
    trees, bench = make_candidate(campaign), make_candidate(campaign, "Bench")
    client = client_for(employee)
    client.post(url(campaign), form(campaign, {trees: 1}))
    answer = client.post(url(campaign), form(campaign, {bench: 1}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "changed since you opened this page" in page
    assert f'id="idea-{bench.pk}" name="idea-{bench.pk}" value="1" checked' in page
    assert "chosen on the ballot that stands" in page
    assert Ballot.objects.get(voter=employee).choices() == {trees.pk: 1}
    # Having seen both, one can save it.
    assert client.post(url(campaign), form(campaign, {bench: 1}, 1)).status_code == 302
    assert Ballot.objects.get(voter=employee).choices() == {bench.pk: 1}


def test_the_same_ballot_sent_twice_is_kept_once(employee, client_for) -> None:
    campaign = make_vote()
    trees = make_candidate(campaign)
    client = client_for(employee)
    for _ in range(2):
        assert client.post(url(campaign), form(campaign, {trees: 1})).status_code == 302
    assert Ballot.objects.get().version == 1
    assert VoteEvent.objects.count() == 1


def test_points_and_tokens_have_their_limits(employee) -> None:
    budget = make_vote(ballot="points", points=10)
    trees, bench = make_candidate(budget), make_candidate(budget, "Bench")
    assert vote(budget, employee, {trees: 7, bench: 3}).ballot.spent == 10
    with pytest.raises(TooMuch):
        vote(budget, employee, {trees: 7, bench: 4})
    tokens = make_vote("tokens", method=Method.TOKENS, tokens=3, per_idea=2)
    one, other = make_candidate(tokens, "One", None), make_candidate(tokens, "Other", None)
    with pytest.raises(TooMuchOnOne):
        vote(tokens, employee, {one: 3})
    assert vote(tokens, employee, {one: 2, other: 1}).changed
    assert Ballot.objects.get(rulebook__campaign=budget).choices() == {trees.pk: 7, bench.pk: 3}


def test_the_database_itself_refuses_what_is_beyond_the_limit(employee) -> None:
    campaign = make_vote("tokens", method=Method.TOKENS, tokens=3, per_idea=1)
    idea = make_candidate(campaign)
    ballot = vote(campaign, employee, [idea]).ballot
    for change in (
        lambda: Ballot.objects.filter(pk=ballot.pk).update(spent=4),
        lambda: Vote.objects.create(ballot=ballot, idea=idea, points=1),
        lambda: Vote.objects.filter(ballot=ballot).update(points=0),
        lambda: Ballot.objects.create(rulebook=ballot.rulebook, voter=employee),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize("points", ["-1", "1.5", "x", "9" * 400, "١", "1\x00", "2"])
def test_what_is_no_number_of_points_is_refused_with_a_word(employee, client_for, points: str) -> None:
    campaign = make_vote("tokens", method=Method.TOKENS, tokens=3, per_idea=1)
    idea = make_candidate(campaign)
    answer = client_for(employee).post(url(campaign), {"version": "0", f"idea-{idea.pk}": points})
    assert answer.status_code == 422
    assert "Your ballot is not saved" in answer.content.decode()
    assert not Vote.objects.exists()


def test_ideas_of_elsewhere_hidden_or_gone_are_not_on_the_ballot(employee) -> None:
    campaign, other = make_vote(), make_vote("other")
    ideas = [make_candidate(other), make_candidate(campaign, "Hidden"), make_candidate(campaign, "Gone")]
    Idea.objects.filter(pk=ideas[1].pk).update(is_hidden=True)
    Idea.objects.filter(pk=ideas[2].pk).update(status=Status.DECLINED)
    for idea in ideas:
        with pytest.raises(NotOnBallot):
            vote(campaign, employee, [idea])


def test_who_is_not_an_elector_or_comes_after_the_close_is_refused(employee, cm) -> None:
    campaign = make_vote()
    idea = make_candidate(campaign)
    late = make_user()
    with pytest.raises(ActNotOpen):
        vote(campaign, late, [idea])
    page = Campaign.objects.select_related("rulebook").get(pk=campaign.pk)
    campaign.close_voting(by=cm, why="A rule was wrong.")
    with pytest.raises(ActNotOpen):
        casting.cast(page, by=employee, choices={idea.pk: 1}, version=0)
    assert not Vote.objects.exists()


def test_tokens_come_back_when_an_idea_leaves(employee, colleague, cm, dispatch, client_for) -> None:
    campaign = make_vote("tokens", method=Method.TOKENS, tokens=3, per_idea=3)
    one, other = make_candidate(campaign, "One", None), make_candidate(campaign, "Other", None)
    vote(campaign, employee, {one: 2, other: 1})
    vote(campaign, colleague, {other: 3})
    one.decide(by=cm, status=Status.DECLINED, answer="<p>No.</p>", expected=None, **reason())
    dispatch()
    dispatch()
    ballot = Ballot.objects.get(voter=employee)
    assert (ballot.choices(), ballot.spent) == ({other.pk: 1}, 1)
    assert Ballot.objects.get(voter=colleague).spent == 3
    assert vote(campaign, employee, {other: 3}).changed
    assert "left the vote" in client_for(employee).get("/notifications/").content.decode()


def reason() -> dict[str, object]:
    """A declined idea may need a reason of the house's list."""
    import inspect

    from ideas.models import Idea as Model

    if "reason" not in inspect.signature(Model.decide).parameters:
        return {}
    from ideas.models import DeclineReason

    return {"reason": DeclineReason.objects.first()}


def test_tokens_are_put_from_the_page_of_an_idea(employee, client_for) -> None:
    campaign = make_vote("tokens", method=Method.TOKENS, tokens=3, per_idea=2)
    idea = make_candidate(campaign, "One", None)
    client = client_for(employee)
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "My tokens on this idea" in page
    send = reverse("ideas:voting:tokens", args=[idea.pk])
    assert client.post(send, {"points": "2", "seen": "0"}).status_code == 302
    assert Ballot.objects.get().choices() == {idea.pk: 2}
    client.post(send, {"points": "1", "seen": "0"})  # another tab, still showing none
    assert Ballot.objects.get().choices() == {idea.pk: 2}
    client.post(send, {"points": "0", "seen": "2"})
    assert Ballot.objects.get().choices() == {}


def test_a_page_says_why_it_is_not_open(employee, cm, client_for) -> None:
    campaign = make_vote()
    make_candidate(campaign)
    campaign.close_voting(by=cm, why="A rule was wrong.")
    page = client_for(employee).get(url(campaign))
    assert page.status_code == 200
    assert "The vote was stopped" in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_ideas(
    employee, client_for, django_assert_max_num_queries
) -> None:
    campaign = make_vote()
    for number in range(12):
        make_candidate(campaign, f"Idea {number}")
    client = client_for(employee)
    client.get(url(campaign))
    with django_assert_max_num_queries(12):
        client.get(url(campaign))


def test_the_stale_error_names_the_ballot_that_stands(employee) -> None:
    campaign = make_vote()
    trees, bench = make_candidate(campaign), make_candidate(campaign, "Bench")
    vote(campaign, employee, [trees])
    page = Campaign.objects.select_related("rulebook").get(pk=campaign.pk)
    with pytest.raises(StaleBallot) as refused:
        casting.cast(page, by=employee, choices={bench.pk: 1}, version=0)
    assert refused.value.ballot.choices() == {trees.pk: 1}
