"""What a merge does to both ideas, to who follows and supports them, and to a vote; and undoing it."""

import pytest

from ideas.errors import NotOpenToSupport, Refused
from ideas.joining import proposing
from ideas.joining.models import Joining
from ideas.models import Idea, Method, Support
from ideas.registration import document
from ideas.similar import similar_ideas
from ideas.voting.models import Ballot
from intranet.contributions.models import Activity
from intranet.notifications.models import Follow, Notification
from tests.factories.people import make_user
from tests.factories.voting import close, make_candidate, make_vote, vote
from tests.joining.merging import merged, url

pytestmark = pytest.mark.django_db


def test_only_the_surviving_idea_is_listed_found_and_supported_and_the_old_address_leads_there(client_for, pair):
    source, target = pair
    reader = make_user()
    merged(source, target)
    source.refresh_from_db()
    target.refresh_from_db()
    browser = client_for(reader)
    listing = browser.get("/ideas/").content.decode()
    assert target.title in listing
    assert source.title not in listing
    assert [idea.pk for idea in similar_ideas(reader, title=source.title)] == [target.pk]
    assert document(source) is None
    assert source.title in document(target).former_titles
    old = browser.get(source.get_absolute_url())
    assert old.status_code == 200
    page = old.content.decode()
    assert "This idea was merged" in page
    assert target.get_absolute_url() in page
    assert not source.discussion.is_open
    with pytest.raises(NotOpenToSupport):
        source.support(by=reader)
    assert "was merged into it" in browser.get(target.get_absolute_url()).content.decode()
    assert source.title in client_for(source.author).get("/ideas/?mine=1").content.decode()


def test_the_author_becomes_co_author_and_followers_follow_until_it_is_undone(pair, client_for):
    source, target = pair
    follower = make_user()
    Follow.objects.follow(follower, source)
    made = merged(source, target)
    target.refresh_from_db()
    assert target.is_by(source.author)
    assert Follow.objects.is_following(follower, target)
    proposing.undo(made, by=target.author, why="Not the same")
    target.refresh_from_db()
    source.refresh_from_db()
    assert not target.is_by(source.author)
    assert not Follow.objects.is_following(follower, target)
    assert Follow.objects.is_following(follower, source)
    assert (source.status, source.merged_into_id) == ("submitted", None)
    assert source.discussion.is_open


def test_everyone_concerned_hears_of_it_once(pair, dispatch):
    source, target = pair
    both, one = make_user(), make_user()
    for idea in pair:
        idea.support(by=both)
    source.support(by=one)
    Follow.objects.follow(both, source)
    merged(source, target)
    dispatch()
    told = Notification.objects.filter(activity__verb="idea.merged")
    assert sorted(told.values_list("recipient_id", flat=True)) == sorted({both.pk, one.pk, source.author_id})
    activity = Activity.objects.get(verb="idea.merged")
    assert (activity.data["from"], activity.data["into"]) == (source.pk, target.pk)


def test_imported_supports_come_along_and_go_back(pair):
    source, target = pair
    Idea.objects.filter(pk=source.pk).update(imported_support_count=7)
    Idea.objects.filter(pk=target.pk).update(imported_support_count=2)
    made = merged(source, target)
    target.refresh_from_db()
    assert target.imported_support_count == 9
    proposing.undo(made, by=source.author, why="No")
    target.refresh_from_db()
    source.refresh_from_db()
    assert (source.imported_support_count, target.imported_support_count) == (7, 2)


def test_a_supporter_whose_account_was_deleted_still_counts(pair):
    source, target = pair
    gone = make_user()
    source.support(by=gone)
    gone.delete()
    made = merged(source, target)
    target.refresh_from_db()
    assert target.support_count == Support.objects.filter(idea=target).count() == 1
    proposing.undo(made, by=source.author, why="No")
    source.refresh_from_db()
    assert source.support_count == Support.objects.filter(idea=source).count() == 1


def test_who_may_not_undo_is_refused(pair, client_for, cm):
    made = merged(*pair)
    assert client_for(make_user()).post(url("undo", made.pk), {"why": "x"}).status_code == 403
    assert client_for(cm).post(url("undo", made.pk), {"why": ""}).status_code == 422
    assert client_for(cm).post(url("undo", made.pk), {"why": "Not the same"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "undone"


def test_the_page_of_a_merged_idea_keeps_its_budget(pair, client_for, django_assert_max_num_queries):
    merged(*pair)
    browser = client_for(make_user())
    for idea in pair:
        idea.refresh_from_db()
        browser.get(idea.get_absolute_url())
        with django_assert_max_num_queries(14):
            browser.get(idea.get_absolute_url())


def test_on_a_frozen_budget_ballot_nothing_is_merged_and_words_say_so(client_for, employee):
    campaign = make_vote()
    trees, bench = make_candidate(campaign, author=employee), make_candidate(campaign, "Bench", author=employee)
    sent = {"address": str(bench.pk), "direction": "into_other", "why": "Same"}
    answer = client_for(employee).post(url("merge", trees.pk), sent)
    assert answer.status_code == 422
    assert "It is on a ballot" in answer.content.decode()
    assert not Joining.objects.exists()


def test_once_a_vote_has_closed_its_counts_stand(employee, dispatch):
    campaign = make_vote("likes", method=Method.SUPPORT)
    trees, bench = make_candidate(campaign, author=employee), make_candidate(campaign, "Bench", author=employee)
    made = merged(trees, bench)
    close(campaign, dispatch)
    with pytest.raises(Refused, match="has closed"):
        proposing.undo(made, by=employee, why="No")
    with pytest.raises(Refused, match="has closed"):
        proposing.propose_split(bench, [], by=employee, why="Two things")


def test_tokens_on_the_merged_idea_are_given_back(employee, dispatch):
    voter = make_user()
    campaign = make_vote("tokens", method=Method.TOKENS, tokens=5)
    trees, bench = make_candidate(campaign, author=employee), make_candidate(campaign, "Bench", author=employee)
    vote(campaign, voter, {trees: 1, bench: 1})
    dispatch()
    merged(trees, bench)
    dispatch()
    assert Ballot.objects.get(voter=voter).choices() == {bench.pk: 1}
