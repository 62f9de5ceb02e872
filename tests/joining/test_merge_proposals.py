"""Merging is proposed by anyone; who wrote the ideas decides."""

import pytest
from django.utils import timezone

from ideas.errors import Refused
from ideas.joining import proposing
from ideas.joining.models import Joining
from ideas.models import Campaign, Idea
from intranet.accounts.models import Audience
from intranet.notifications.models import Notification
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user
from tests.joining.merging import merged, url

pytestmark = pytest.mark.django_db


def test_anybody_proposes_and_the_authors_of_both_decide(client_for, pair, dispatch):
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


def test_either_way_round_and_by_address(client_for, pair):
    source, target = pair
    sent = {"address": f"https://example.org{target.get_absolute_url()}", "direction": "into_this", "why": "Same"}
    client_for(make_user()).post(url("merge", source.pk), sent)
    made = Joining.objects.get()
    assert (made.source_id, made.target_id) == (target.pk, source.pk)


def test_one_who_wrote_both_merges_them_at_once(employee):
    made = proposing.propose_merge(make_idea(employee), make_idea(employee), by=employee, why="Same")
    assert made.is_done


def test_declining_needs_a_reason_which_the_proposer_reads(client_for, pair, dispatch):
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


def test_the_community_manager_decides_openly_only_when_an_author_is_gone(client_for, pair, cm):
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
def test_what_cannot_be_merged_is_refused_in_words_and_nothing_changes(pair, spoil, leader):
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


def test_an_idea_that_one_may_not_see_is_not_there_to_merge_with(client_for, employee):
    secret = make_idea(audience=Audience.objects.for_departments([make_department("Finance")]), title="Bicycle racks")
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


def test_a_proposal_can_be_taken_back_and_waits_once(client_for, pair):
    source, target = pair
    proposer = make_user()
    made = proposing.propose_merge(source, target, by=proposer, why="Same")
    with pytest.raises(Refused):
        proposing.propose_merge(target, source, by=make_user(), why="Same")
    client_for(proposer).post(url("take_back", made.pk))
    made.refresh_from_db()
    assert made.state == "withdrawn"
    assert proposing.propose_merge(target, source, by=make_user(), why="Same").is_open


def test_other_proposals_about_a_merged_idea_are_overtaken(pair):
    source, target = pair
    other = proposing.propose_merge(source, make_idea(), by=make_user(), why="Same")
    merged(source, target)
    other.refresh_from_db()
    assert other.state == "overtaken"


@pytest.mark.parametrize("settled", ["source withdrawn", "target withdrawn", "target declined", "source planned"])
def test_nobody_is_asked_about_an_idea_that_is_settled_meanwhile(client_for, pair, dispatch, leader, settled):
    source, target = pair
    made = proposing.propose_merge(source, target, by=make_user(), why="Same")
    idea = source if settled.startswith("source") else target
    other = target if idea is source else source
    if settled.endswith("withdrawn"):
        client_for(idea.author).post(f"/ideas/{idea.pk}/take-back/", {"words": "Not needed any more."})
    else:
        status = settled.split()[1]
        reason = {"reason": "cost"} if status == "declined" else {}
        idea.decide(by=leader, status=status, answer="<p>In words.</p>", expected=None, **reason)
    dispatch()
    made.refresh_from_db()
    assert made.state == "overtaken"
    assert "proposal to merge or split" not in client_for(other.author).get("/").content.decode()
    client_for(other.author).post(url("answer", made.pk), {"answer": "accept"})
    made.refresh_from_db()
    assert made.state == "overtaken"


def test_a_planned_idea_can_still_be_merged_into(pair, dispatch, leader):
    source, target = pair
    made = proposing.propose_merge(source, target, by=make_user(), why="Same")
    target.decide(by=leader, status="planned", answer="<p>In spring.</p>", expected=None)
    dispatch()
    made.refresh_from_db()
    assert made.is_open
