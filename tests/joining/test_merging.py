"""Merging as people do it: proposed by anyone, accepted by the authors, told to supporters, undone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ideas.errors import NotOpenToSupport, Refused
from ideas.joining import choosing, proposing
from ideas.joining.models import Choice, Joining
from ideas.models import Campaign, Idea, Method, Support
from ideas.registration import document
from ideas.similar import similar_ideas
from ideas.voting.models import Ballot
from intranet.accounts.models import Audience
from intranet.contributions.models import Activity
from intranet.notifications.models import Follow, Notification
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user
from tests.factories.voting import close, make_candidate, make_vote, vote

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"ideas:joining:{name}", args=args)


def merged(source, target):
    """Merge by the hand of both authors."""
    made = proposing.propose_merge(source, target, by=source.author, why="Both ask for racks")
    if made.is_open:
        proposing.answer(made, by=target.author, accept=True)
    return made


@pytest.fixture
def pair(employee, colleague):
    return (
        make_idea(employee, title="Bicycle racks under the porch"),
        make_idea(colleague, title="Racks for bicycles near the entrance"),
    )


class TestProposing:
    def test_anybody_proposes_and_the_authors_of_both_decide(self, client_for, pair, dispatch):
        source, target = pair
        somebody = make_user()
        browser = client_for(somebody)
        page = browser.get(url("merge", source.pk)).content.decode()
        assert target.title in page
        sent = {"near": str(target.pk), "direction": "into_other", "why": "Both ask for racks"}
        assert browser.post(url("merge", source.pk), sent).status_code == 302
        made = Joining.objects.get()
        assert (made.state, made.source_id, made.target_id) == ("proposed", source.pk, target.pk)
        dispatch()
        asked = Notification.objects.filter(activity__verb="idea.merge_proposed")
        assert set(asked.values_list("recipient_id", flat=True)) == {source.author_id, target.author_id}
        assert browser.post(url("answer", made.pk), {"answer": "accept"}).status_code == 403

        first, second = client_for(source.author), client_for(target.author)
        assert "proposal to merge or split" in first.get("/").content.decode()
        first.post(url("answer", made.pk), {"answer": "accept"})
        made.refresh_from_db()
        assert made.is_open
        second.post(url("answer", made.pk), {"answer": "accept", "word": "Yes, the same."})
        made.refresh_from_db()
        source.refresh_from_db()
        assert made.is_done
        assert (source.status, source.merged_into_id) == ("merged", target.pk)
        assert "Yes, the same." in browser.get(made.get_absolute_url()).content.decode()

    def test_either_way_round_and_by_address(self, client_for, pair):
        source, target = pair
        sent = {"address": f"https://example.org{target.get_absolute_url()}", "direction": "into_this", "why": "Same"}
        client_for(make_user()).post(url("merge", source.pk), sent)
        made = Joining.objects.get()
        assert (made.source_id, made.target_id) == (target.pk, source.pk)

    def test_one_who_wrote_both_merges_them_at_once(self, employee):
        made = proposing.propose_merge(make_idea(employee), make_idea(employee), by=employee, why="Same")
        assert made.is_done

    def test_declining_needs_a_reason_which_the_proposer_reads(self, client_for, pair, dispatch):
        source, target = pair
        proposer = make_user()
        made = proposing.propose_merge(source, target, by=proposer, why="Same")
        browser = client_for(target.author)
        refused = browser.post(url("answer", made.pk), {"answer": "decline", "word": ""})
        assert refused.status_code == 422
        assert "deserves a reason" in refused.content.decode()
        browser.post(url("answer", made.pk), {"answer": "decline", "word": "Mine is about scooters."})
        made.refresh_from_db()
        assert made.state == "declined"
        dispatch()
        assert Notification.objects.filter(recipient=proposer, activity__verb="idea.join_answered").count() == 1
        assert "Mine is about scooters." in client_for(proposer).get(made.get_absolute_url()).content.decode()

    def test_the_community_manager_decides_openly_only_when_an_author_is_gone(self, client_for, pair, cm):
        source, target = pair
        made = proposing.propose_merge(source, target, by=source.author, why="Same")
        assert client_for(cm).post(url("answer", made.pk), {"answer": "accept"}).status_code == 403
        target.author.is_active = False
        target.author.save()
        assert "you decide in their place" in client_for(cm).get(made.get_absolute_url()).content.decode()
        client_for(cm).post(url("answer", made.pk), {"answer": "accept", "word": "The same indeed."})
        made.refresh_from_db()
        assert made.is_done
        page = client_for(make_user()).get(made.get_absolute_url()).content.decode()
        assert "whose authors are gone" in page
        assert cm.display_name in page

    @pytest.mark.parametrize(
        "spoil",
        ["itself", "audience", "campaign", "decided", "hidden", "merged"],
    )
    def test_what_cannot_be_merged_is_refused_in_words_and_nothing_changes(self, pair, spoil, leader):
        source, target = pair
        if spoil == "itself":
            target = source
        elif spoil == "audience":
            target.audience = Audience.objects.for_departments([make_department("Finance")])
            target.save()
        elif spoil == "campaign":
            target.campaign = Campaign.objects.create(slug="winter", title="Winter", published_at=timezone.now())
            target.save()
        elif spoil == "decided":
            target.decide(by=leader, status="declined", answer="<p>No.</p>", expected=None, reason="cost")
        elif spoil == "hidden":
            Idea.objects.filter(pk=target.pk).update(is_hidden=True)
        else:
            merged(target, make_idea())
        with pytest.raises(Refused) as refusal:
            proposing.propose_merge(source, target, by=source.author, why="Same")
        assert refusal.value.messages[0]
        assert not Joining.objects.filter(source=source).exists()

    def test_an_idea_that_one_may_not_see_is_not_there_to_merge_with(self, client_for, employee):
        secret = make_idea(
            audience=Audience.objects.for_departments([make_department("Finance")]), title="Bicycle racks"
        )
        mine = make_idea(employee, title="Bicycle racks")
        browser = client_for(employee)
        sent = {"address": str(secret.pk), "direction": "into_other", "why": "Same"}
        answer = browser.post(url("merge", mine.pk), sent)
        assert answer.status_code == 422
        assert "no such idea" in answer.content.decode()
        assert browser.get(url("merge", secret.pk)).status_code == 404
        made = proposing.propose_merge(
            secret, make_idea(secret.author, audience=secret.audience), by=secret.author, why="x"
        )
        assert browser.get(made.get_absolute_url()).status_code == 404
        assert made.source.title not in browser.get(url("list")).content.decode()

    def test_a_proposal_can_be_taken_back_and_waits_once(self, client_for, pair):
        source, target = pair
        proposer = make_user()
        made = proposing.propose_merge(source, target, by=proposer, why="Same")
        with pytest.raises(Refused):
            proposing.propose_merge(target, source, by=make_user(), why="Same")
        client_for(proposer).post(url("take_back", made.pk))
        made.refresh_from_db()
        assert made.state == "withdrawn"
        assert proposing.propose_merge(target, source, by=make_user(), why="Same").is_open

    def test_other_proposals_about_a_merged_idea_are_overtaken(self, pair):
        source, target = pair
        other = proposing.propose_merge(source, make_idea(), by=make_user(), why="Same")
        merged(source, target)
        other.refresh_from_db()
        assert other.state == "overtaken"


class TestMerged:
    def test_only_the_surviving_idea_is_listed_found_and_supported_and_the_old_address_leads_there(
        self, client_for, pair
    ):
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

    def test_the_author_becomes_co_author_and_followers_follow_until_it_is_undone(self, pair, client_for):
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

    def test_everyone_concerned_hears_of_it_once(self, pair, dispatch):
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

    def test_imported_supports_come_along_and_go_back(self, pair):
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

    def test_a_supporter_whose_account_was_deleted_still_counts(self, pair):
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

    def test_who_may_not_undo_is_refused(self, pair, client_for, cm):
        made = merged(*pair)
        assert client_for(make_user()).post(url("undo", made.pk), {"why": "x"}).status_code == 403
        assert client_for(cm).post(url("undo", made.pk), {"why": ""}).status_code == 422
        assert client_for(cm).post(url("undo", made.pk), {"why": "Not the same"}).status_code == 302
        made.refresh_from_db()
        assert made.state == "undone"

    def test_the_page_of_a_merged_idea_keeps_its_budget(self, pair, client_for, django_assert_max_num_queries):
        merged(*pair)
        browser = client_for(make_user())
        for idea in pair:
            idea.refresh_from_db()
            browser.get(idea.get_absolute_url())
            with django_assert_max_num_queries(14):
                browser.get(idea.get_absolute_url())


class TestLine:
    """What was merged, separated and split stands on the line of life of each idea, at its time."""

    def line(self, browser, idea):
        page = browser.get(idea.get_absolute_url(), follow=True).content.decode()
        return page.split('id="life"')[1].split("</section>")[0]

    def test_a_merge_and_its_undoing_stand_on_both_lines(self, pair, client_for):
        source, target = pair
        made = merged(source, target)
        browser = client_for(make_user())
        assert f"Merged into “{target.title}”" in self.line(browser, source)
        proposing.undo(made, by=source.author, why="Not the same")
        ours, theirs = self.line(browser, source), self.line(browser, target)
        assert ours.index("Merged into") < ours.index(f"Separated from “{target.title}”")
        assert theirs.index("was merged into it") < theirs.index("was separated from it")
        assert made.get_absolute_url() in theirs

    def test_a_split_stands_on_the_lines_of_the_whole_and_of_its_parts(self, employee, client_for):
        idea = make_idea(employee)
        texts = [
            {"title": "Racks outside", "proposal": "<p>Ten</p>"},
            {"title": "Racks inside", "proposal": "<p>1</p>"},
        ]
        made = proposing.propose_split(idea, texts, by=employee, why="Two things")
        browser = client_for(make_user())
        assert "Split into parts" in self.line(browser, idea)
        assert f"Split out of “{idea.title}”" in self.line(browser, Idea.objects.get(pk=made.made[0]))

    @pytest.mark.parametrize("how", ["hidden", "for others"])
    def test_where_it_stands_is_not_told_to_who_may_not_know(self, pair, client_for, how):
        source, target = pair
        merged(source, target)
        if how == "hidden":
            Idea.objects.filter(pk=target.pk).update(is_hidden=True)
        else:
            legal = Audience.objects.for_departments([make_department("Legal")])
            Idea.objects.filter(pk=target.pk).update(audience=legal)
        page = client_for(make_user()).get(source.get_absolute_url()).content.decode()
        assert "This idea was merged" in page
        assert "cannot be shown to you" in page
        assert target.title not in page
        assert f"/ideas/{target.pk}/" not in page


class TestChoosing:
    @pytest.fixture
    def supporter(self, pair):
        person = make_user()
        pair[0].support(by=person)
        return person

    @pytest.mark.parametrize(("answer", "supports"), [("kept", True), ("withdrew", False), ("follows", False)])
    def test_a_supporter_keeps_takes_back_or_follows(self, pair, supporter, client_for, answer, supports):
        made = merged(*pair)
        browser = client_for(supporter)
        assert "keep your support?" in browser.get("/").content.decode()
        assert "What becomes of your support?" in browser.get(pair[1].get_absolute_url()).content.decode()
        browser.post(url("choose", made.pk), {"answer": answer})
        assert Support.objects.filter(idea=pair[1], user=supporter).exists() is supports
        assert Choice.objects.get(user=supporter).answer == answer
        assert Follow.objects.is_following(supporter, pair[1]) is (answer == "follows")
        assert "keep your support?" not in browser.get("/").content.decode()
        again = browser.post(url("choose", made.pk), {"answer": "withdrew"}, follow=True).content.decode()
        assert "settled already" in again

    def test_who_took_it_back_supports_neither_after_it_is_undone(self, pair, supporter):
        made = merged(*pair)
        choosing.choose(made, by=supporter, answer="withdrew")
        proposing.undo(made, by=pair[0].author, why="No")
        assert not Support.objects.filter(user=supporter).exists()

    def test_after_seven_days_without_a_word_it_is_kept_once(self, pair, supporter):
        made = merged(*pair)
        assert choosing.settle() == 0
        Joining.objects.update(done_at=timezone.now() - timedelta(days=7, minutes=1))
        assert choosing.settle() == 1
        assert choosing.settle() == 0
        choice = Choice.objects.get()
        assert (choice.answer, choice.by_clock) == ("kept", True)
        assert Support.objects.filter(idea=made.target, user=supporter).exists()

    def test_nobody_else_sees_what_a_person_chose(self, pair, supporter, client_for):
        made = merged(*pair)
        choosing.choose(made, by=supporter, answer="kept")
        page = client_for(make_user()).get(made.get_absolute_url()).content.decode()
        assert supporter.display_name not in page
        assert "You kept your support" not in page

    def test_a_hidden_tally_is_hidden_here_too(self, pair, client_for):
        for _ in range(3):
            pair[0].support(by=make_user())
        made = merged(*pair)
        assert "3 supports came along" in client_for(make_user()).get(made.get_absolute_url()).content.decode()
        Campaign.objects.update(tally_hidden_until=timezone.now() + timedelta(days=1))
        page = client_for(make_user()).get(made.get_absolute_url()).content.decode()
        assert "came along" not in page
        assert "3 supports" not in page


class TestBallots:
    def test_on_a_frozen_budget_ballot_nothing_is_merged_and_words_say_so(self, client_for, employee):
        campaign = make_vote()
        trees, bench = make_candidate(campaign, author=employee), make_candidate(campaign, "Bench", author=employee)
        sent = {"address": str(bench.pk), "direction": "into_other", "why": "Same"}
        answer = client_for(employee).post(url("merge", trees.pk), sent)
        assert answer.status_code == 422
        assert "It is on a ballot" in answer.content.decode()
        assert not Joining.objects.exists()

    def test_once_a_vote_has_closed_its_counts_stand(self, employee, dispatch):
        campaign = make_vote("likes", method=Method.SUPPORT)
        trees, bench = make_candidate(campaign, author=employee), make_candidate(campaign, "Bench", author=employee)
        made = merged(trees, bench)
        close(campaign, dispatch)
        with pytest.raises(Refused, match="has closed"):
            proposing.undo(made, by=employee, why="No")
        with pytest.raises(Refused, match="has closed"):
            proposing.propose_split(bench, [], by=employee, why="Two things")

    def test_tokens_on_the_merged_idea_are_given_back(self, employee, dispatch):
        voter = make_user()
        campaign = make_vote("tokens", method=Method.TOKENS, tokens=5)
        trees, bench = make_candidate(campaign, author=employee), make_candidate(campaign, "Bench", author=employee)
        vote(campaign, voter, {trees: 1, bench: 1})
        dispatch()
        merged(trees, bench)
        dispatch()
        assert Ballot.objects.get(voter=voter).choices() == {bench.pk: 1}
