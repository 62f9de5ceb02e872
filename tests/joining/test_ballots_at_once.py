"""Fifty ballots at once while ideas leave the contest, and while its phase closes: none lost, none doubled."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Count, F
from django.utils import timezone

from ideas import clock
from ideas.counting import pabulib
from ideas.errors import Refused
from ideas.joining import proposing
from ideas.models import Campaign, Idea, Method
from ideas.models.rulebook import digest_of
from ideas.voting import casting
from ideas.voting.audit import differences
from ideas.voting.models import Ballot, Participation, Result, Vote, VoteEvent
from intranet.contributions.models import Activity
from tests.factories.people import make_user
from tests.factories.voting import make_candidate, make_vote
from tests.threads import raised_at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

TOKENS, ON_ONE = 5, 3


def again(campaign):
    return Campaign.objects.select_related("rulebook").get(pk=campaign.pk)


def fresh(idea):
    return Idea.objects.select_related("campaign").get(pk=idea.pk)


def within_limits(campaign):
    """Nobody has two ballots, none is over its limit, each is what its votes and the log sum to."""
    ballots = Ballot.objects.filter(rulebook__campaign=campaign)
    assert not ballots.values("rulebook", "voter").annotate(n=Count("pk")).filter(n__gt=1).exists()
    assert not ballots.filter(allowed__isnull=False, spent__gt=F("allowed")).exists()
    assert list(differences()) == []


def points_by_idea(campaign):
    rows = Vote.objects.filter(ballot__rulebook__campaign=campaign).values_list("idea_id", "points")
    found = Counter()
    for idea, points in rows:
        found[idea] += points
    return found


def test_tokens_given_while_two_ideas_are_merged_are_on_the_one_or_back_with_their_owners(dispatch):
    author = make_user()
    early, late, elsewhere = ([make_user() for _ in range(n)] for n in (20, 20, 9))
    campaign = make_vote("tokens", method=Method.TOKENS, tokens=TOKENS, per_idea=ON_ONE)
    source, target = (make_candidate(campaign, title, None, author) for title in ("Racks", "Bicycle racks"))
    for person in early:
        casting.give(again(campaign), source, by=person, points=2, seen=0)
    given = {source.pk: {person.pk for person in early}, target.pk: set()}

    def give(person, idea):
        casting.give(again(campaign), idea, by=person, points=2, seen=0)
        given[idea.pk].add(person.pk)

    works = [lambda p=p: give(p, target) for p in [*early, *elsewhere]]
    works += [lambda p=p: give(p, source) for p in late]
    works.append(lambda: proposing.propose_merge(fresh(source), fresh(target), by=author, why="Same"))
    raised = raised_at_once(*works)
    assert all(isinstance(error, Refused) for error in raised), raised
    assert fresh(source).status == "merged"
    assert given[target.pk] == {person.pk for person in [*early, *elsewhere]}  # nobody was refused there
    within_limits(campaign)
    dispatch()
    dispatch()
    assert points_by_idea(campaign) == {target.pk: 2 * 29}
    returned = VoteEvent.objects.filter(idea=source, cause=VoteEvent.Cause.RETURNED)
    assert Counter(returned.values_list("voter_id", "change")) == Counter((pk, -2) for pk in given[source.pk])
    told = [pk for activity in Activity.objects.filter(verb="vote.returned") for pk in activity.data["people"]]
    assert sorted(told) == sorted(given[source.pk])
    within_limits(campaign)
    # What came back can be given again, and no more than that.
    person = early[0]
    casting.give(again(campaign), target, by=person, points=ON_ONE, seen=2)
    other = make_candidate(campaign, "Showers", None)
    casting.give(again(campaign), other, by=person, points=TOKENS - ON_ONE, seen=0)
    with pytest.raises(Refused):
        casting.give(again(campaign), other, by=person, points=ON_ONE, seen=TOKENS - ON_ONE)


def test_budget_ballots_cast_while_two_ideas_are_merged_keep_all_the_rest(dispatch):
    author, voters = make_user(), [make_user() for _ in range(49)]
    campaign = make_vote("budget", ballot="points", points=6)
    source, target, other = (make_candidate(campaign, title, 40, author) for title in ("Racks", "Bikes", "Trees"))
    book = again(campaign).rulebook
    book.rules = book.rules | {"merging": True}
    book.digest = digest_of(book.rules)
    book.save()
    points, done = 2, set()

    def cast(person, ideas):
        casting.cast(again(campaign), by=person, choices={idea.pk: points for idea in ideas}, version=0)
        done.add(person.pk)

    works = [lambda p=p, n=n: cast(p, [source, other] if n % 2 else [target, other]) for n, p in enumerate(voters)]
    works.append(lambda: proposing.propose_merge(fresh(source), fresh(target), by=author, why="Same"))
    raised = raised_at_once(*works)
    assert all(isinstance(error, Refused) for error in raised), raised
    assert fresh(source).status == "merged"
    refused = {voter.pk for voter in voters} - done
    assert refused <= {voter.pk for voter in voters[1::2]}  # only those whose ballot named the idea that was gone
    dispatch()
    assert points_by_idea(campaign) == {target.pk: points * 25, other.pk: points * len(done)}
    within_limits(campaign)


def test_a_ballot_whose_rules_allow_no_merging_stands_through_fifty_and_an_attempt(dispatch):
    author, voters = make_user(), [make_user() for _ in range(49)]
    campaign = make_vote("budget")
    source, target = make_candidate(campaign, "Racks", 40, author), make_candidate(campaign, "Bikes", 40, author)
    works = [
        lambda p=p: casting.cast(again(campaign), by=p, choices={source.pk: 1, target.pk: 1}, version=0) for p in voters
    ]
    works.append(lambda: proposing.propose_merge(fresh(source), fresh(target), by=author, why="Same"))
    raised = raised_at_once(*works)
    assert [type(error) for error in raised] == [Refused]
    dispatch()
    assert points_by_idea(campaign) == {source.pk: 49, target.pk: 49}
    within_limits(campaign)


@pytest.mark.parametrize(("method", "secret"), [(Method.TOKENS, False), (Method.BUDGET, True)])
def test_ballots_cast_while_the_clock_closes_the_phase_are_all_in_the_result_or_refused(method, secret, dispatch):
    voters = [make_user() for _ in range(46)]
    rules = {"tokens": TOKENS, "per_idea": ON_ONE} if method == Method.TOKENS else {}
    campaign = make_vote("closing", method=method, secret=secret, **rules)
    ideas = [make_candidate(campaign, f"Idea {number}", 40) for number in range(3)]
    given = Counter()

    def cast(person, chosen):
        casting.cast(again(campaign), by=person, choices=dict.fromkeys([idea.pk for idea in chosen], 1), version=0)
        given.update(str(idea.pk) for idea in chosen)

    works = [lambda p=p, n=n: cast(p, [ideas[n % 3], ideas[(n + 1) % 3]]) for n, p in enumerate(voters)]
    # Several processes notice at once that the time has come.
    works += [lambda: clock.tick(timezone.now() + timedelta(days=30))] * 4
    raised = raised_at_once(*works)
    assert all(isinstance(error, Refused) for error in raised), raised
    assert again(campaign).rulebook is None
    assert Vote.objects.count() == sum(given.values()) == 2 * (len(voters) - len(raised))
    dispatch()
    result = Result.objects.get()
    counted = Counter(name for one in pabulib.read(result.file).election.ballots for name in one.points)
    assert counted == given
    if secret:
        assert Participation.objects.count() == len(voters) - len(raised)
        assert not Vote.objects.exists()
    within_limits(campaign)


def test_an_idea_that_is_merged_as_the_vote_closes_gives_back_or_stays_and_the_result_says_which(dispatch):
    author, voters = make_user(), [make_user() for _ in range(12)]
    campaign = make_vote("tokens", method=Method.TOKENS, tokens=TOKENS, per_idea=ON_ONE)
    source, target = (make_candidate(campaign, title, None, author) for title in ("Racks", "Bicycle racks"))
    for person in voters:
        casting.cast(again(campaign), by=person, choices={source.pk: 1, target.pk: 2}, version=0)
    raised = raised_at_once(
        lambda: proposing.propose_merge(fresh(source), fresh(target), by=author, why="Same"),
        lambda: again(campaign).close_voting(by=None),
        lambda: casting.give_back(fresh(source)),
        lambda: casting.give_back(fresh(source)),
    )
    assert all(isinstance(error, Refused) for error in raised), raised
    dispatch()
    election = pabulib.read(Result.objects.get().file).election
    assert election.points[str(target.pk)] == 24
    assert (str(source.pk) in election.by_id) is (fresh(source).status != "merged")
    within_limits(campaign)
