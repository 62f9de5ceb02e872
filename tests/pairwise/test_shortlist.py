"""Duels among the ideas of a shortlist: frozen as the vote opens, and not opened without one."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from ideas import clock
from ideas.models import Campaign, Idea, Method, Status
from ideas.pairwise.models import Standing
from ideas.reviewing_room import shortlisting
from ideas.reviewing_room.models import Review
from intranet.accounts.models import User
from tests.factories.campaigns import make_campaign
from tests.factories.ideas import make_idea
from tests.factories.voting import close

pytestmark = pytest.mark.django_db

LACKING = "The duels wait for their shortlist: whoever manages the campaign opens the vote once it stands."


def page(client: Client, name: str, *args: object) -> str:
    return unescape(client.get(reverse(f"ideas:{name}", args=args or ["duels"])).content.decode())


def reopened(client: Client) -> str:
    return unescape(client.post(reverse("ideas:campaign_reopen", args=["duels"]), follow=True).content.decode())


def compare(client: Client) -> set[str]:
    """Answer every pair that is offered; return the titles that were shown."""
    shown: set[str] = set()
    while token := re.search(r'name="pair" value="([^"]+)"', html := page(client, "pairwise:pairs")):
        shown.update(re.findall(r"<h2[^>]*>([^<]+)</h2>", html.split("<parvis-duel>")[1]))
        client.post(reverse("ideas:pairwise:pairs", args=["duels"]), {"pair": token[1], "answer": "left"})
    return shown


@pytest.fixture
def campaign(cm: User, client_for) -> Campaign:
    """Duels on a shortlist, by the form of the site; it is time to vote, and nobody has looked yet."""
    campaign = make_campaign("duels", method=Method.SUPPORT)
    rules = {"method": "pairwise", "shortlist": "on", "hidden": "never"}
    assert client_for(cm).post(reverse("ideas:campaign_voting", args=["duels"]), rules).status_code == 302
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def ideas(campaign: Campaign) -> list[Idea]:
    return [make_idea(title=f"Idea {number}", campaign=campaign) for number in range(5)]


def shortlist(campaign: Campaign, ideas: list[Idea], by: User) -> Review:
    review = Review.objects.open(campaign, by=by, title="The best")
    for idea in ideas:
        shortlisting.add(review, idea, by=by, why="Worth a look")
    return review


def test_the_ideas_of_the_shortlist_meet_as_it_stood_when_the_vote_opened(
    campaign, ideas, cm, leader, employee, client_for, dispatch
) -> None:
    shortlist(campaign, ideas[3:], leader)  # an older review
    review = shortlist(campaign, ideas[:4], leader)
    shortlisting.take_off(review.entries.get(idea=ideas[3]), by=leader)
    client = client_for(employee)
    assert "Those of the shortlist, as it stands when the vote opens" in page(client, "campaign_rules")
    assert "They are the 3 ideas of the shortlist" in page(client, "pairwise:pairs")
    shortlisting.add(review, ideas[4], by=leader, why="Late")
    shortlisting.take_off(review.entries.get(idea=ideas[0]), by=leader)
    assert compare(client) == {"Idea 0", "Idea 1", "Idea 2"}
    assert "Duels among the 3 ideas of the shortlist" in page(client, "campaign_rules")
    file = client.get(reverse("ideas:rulebook", args=["duels", 1])).json()
    assert file["ideas"] == [idea.pk for idea in ideas[:3]]
    duels = reverse("ideas:pairwise:pairs", args=["duels"])
    seen = [page(client, "detail", *idea.get_absolute_url().strip("/").split("/")[1:]) for idea in (ideas[1], ideas[4])]
    assert [f'href="{duels}"' in html for html in seen] == [True, False]
    stop = reverse("ideas:campaign_stop", args=["duels"])
    client_for(cm).post(stop, {"why": "The list has changed."})
    assert "open again" in reopened(client_for(cm))
    Idea.objects.filter(pk=ideas[1].pk).update(status=Status.WITHDRAWN)
    assert compare(client) == {"Idea 2", "Idea 4"}
    close(Campaign.objects.get(slug="duels"), dispatch)
    assert {line["title"] for line in Standing.objects.get(rulebook__number=2).data["order"]} == {"Idea 2", "Idea 4"}


@pytest.mark.parametrize("by_the_clock", [True, False])
def test_without_two_ideas_on_the_shortlist_the_vote_does_not_open(
    campaign, ideas, cm, leader, employee, client_for, by_the_clock
) -> None:
    review = shortlist(campaign, [*ideas[:1]], leader)
    shortlisting.add(review, ideas[1], by=leader, why="Worth a look")
    Idea.objects.filter(pk=ideas[1].pk).update(status=Status.DECLINED)
    if by_the_clock:
        assert clock.tick() == 1
    client, manager = client_for(employee), client_for(cm)
    assert LACKING in page(client, "pairwise:pairs")
    clock.tick()
    assert LACKING in page(client, "campaign_rules")
    assert "The duels wait for their shortlist." in page(client, "campaign")
    assert "Open the vote</button>" in page(manager, "campaign_voting")
    assert "fewer than two are on it" in reopened(manager)
    shortlisting.add(review, ideas[2], by=leader, why="Worth a look")
    assert compare(client) == set()  # a person opens it, not whoever comes first
    assert "The vote is open, under rules that everyone can read." in reopened(manager)
    assert compare(client) == {"Idea 0", "Idea 2"}


def test_a_vote_that_waited_for_its_shortlist_to_the_end_is_over(campaign, employee, client_for, dispatch) -> None:
    clock.tick()
    past = close(Campaign.objects.get(slug="duels"), dispatch)
    past.leave_stopped()
    assert "Voting closed on" in page(client_for(employee), "pairwise:pairs")
    assert not past.rulebooks.exists()


def test_duels_of_all_ideas_need_no_shortlist(campaign, ideas, cm, leader, employee, client_for) -> None:
    shortlist(campaign, ideas[:2], leader)
    client_for(cm).post(reverse("ideas:campaign_voting", args=["duels"]), {"method": "pairwise", "hidden": "never"})
    client = client_for(employee)
    assert "of 10. Stop whenever you like." in page(client, "pairwise:pairs")
    assert "All that stand" in page(client, "campaign_rules")
