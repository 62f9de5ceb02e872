"""Duels: every idea is shown equally often on both sides, each pair is judged once, the order is kept at the close."""

import re
from collections import Counter

import pytest
from django.urls import reverse

from ideas.models import Campaign, Idea, Method
from ideas.pairwise import offering
from ideas.pairwise.models import Comparison, Standing
from ideas.reviewing_room import shortlisting
from ideas.reviewing_room.errors import NoResult
from ideas.reviewing_room.models import Review
from intranet.accounts.models import User
from tests.factories.people import make_user
from tests.factories.voting import close, make_candidate, make_vote

pytestmark = pytest.mark.django_db


def duels(count: int, **rules) -> tuple[Campaign, list[Idea]]:
    campaign = make_vote("duels", method=Method.PAIRWISE, **rules)
    return campaign, [make_candidate(campaign, f"Idea {number}", None) for number in range(count)]


def answer(campaign: Campaign, user: User, word: str | None = None) -> bool:
    """Judge the pair offered: ``word``, or for the idea that is older."""
    duel = offering.offer(campaign, campaign.rulebook, user).duel
    if duel is None:
        return False
    word = word or ("left" if duel.left.pk < duel.right.pk else "right")
    return offering.judge(campaign, by=user, token=duel.token, answer=word)


def test_ideas_are_shown_equally_often_and_on_both_sides() -> None:
    voters = [make_user() for _ in range(6)]
    campaign, ideas = duels(6)
    for _ in range(7):
        for voter in voters:
            assert answer(campaign, voter, "skip")
    shown, left = Counter(), Counter()
    for said in Comparison.objects.all():
        shown.update([said.first_id, said.second_id])
        left.update([said.first_id if said.first_was_left else said.second_id])
    assert set(shown) == {idea.pk for idea in ideas}
    assert max(shown.values()) - min(shown.values()) <= 2
    assert all(abs(2 * left[pk] - shown[pk]) <= 3 for pk in shown)


def test_a_pair_is_judged_once_and_never_offered_again(employee) -> None:
    campaign, _ideas = duels(4)
    pairs = set()
    while True:
        duel = offering.offer(campaign, campaign.rulebook, employee).duel
        if duel is None:
            break
        pair = frozenset({duel.left.pk, duel.right.pk})
        assert pair not in pairs
        pairs.add(pair)
        for word in ("left", "right"):  # twice: the first stands
            assert offering.judge(campaign, by=employee, token=duel.token, answer=word)
    assert len(pairs) == 6 == Comparison.objects.count()


def test_the_order_is_kept_at_the_close_and_hidden_before(dispatch, client_for) -> None:
    voters = [make_user() for _ in range(5)]
    campaign, ideas = duels(4, hidden="until_close")
    page = reverse("ideas:pairwise:order", args=[campaign.slug])
    for voter in voters:
        while answer(campaign, voter):
            pass
    assert "There is no result yet" in client_for(voters[0]).get(page).content.decode()
    close(campaign, dispatch)
    standing = Standing.objects.get()
    assert [row["id"] for row in standing.data["order"]] == [idea.pk for idea in ideas]
    assert all(row["low"] < row["strength"] < row["high"] for row in standing.data["order"])
    shown = client_for(voters[0]).get(page).content.decode()
    assert shown.index("Idea 0") < shown.index("Idea 3")
    assert standing.data["voters"] == 5


def test_a_shortlist_can_be_drawn_by_the_duels_once_they_are_known(employee, leader, dispatch) -> None:
    campaign, ideas = duels(3, hidden="until_close")
    for _pair in range(3):
        answer(campaign, employee)
    review = Review.objects.open(campaign, by=leader, title="The first three")
    with pytest.raises(NoResult):
        shortlisting.draw(review, by=leader, rule="pairwise", top=2)
    close(campaign, dispatch)
    shortlisting.draw(review, by=leader, rule="pairwise", top=2)
    strengths = {line["id"]: line["strength"] for line in Standing.objects.get().data["order"]}
    assert set(strengths) == {idea.pk for idea in ideas}
    drawn = review.entries.filter(rank__lte=2).order_by("rank").values_list("idea", flat=True)
    assert list(drawn) == sorted(strengths, key=lambda pk: (-strengths[pk], pk))[:2]


def test_a_secret_vote_forgets_who_compared_what(employee, dispatch) -> None:
    campaign, _ideas = duels(3, secret=True)
    assert answer(campaign, employee)
    close(campaign, dispatch)
    assert not Comparison.objects.exists()
    assert Standing.objects.get().data["comparisons"] == 1


def test_the_page_works_as_a_plain_form(employee, client_for) -> None:
    campaign, _ideas = duels(3)
    client, page = client_for(employee), reverse("ideas:pairwise:pairs", args=[campaign.slug])
    html = client.get(page).content.decode()
    token = re.search(r'name="pair" value="([^"]+)"', html)[1]
    assert client.post(page, {"pair": token, "answer": "equal"}).status_code == 302
    assert Comparison.objects.get().outcome == Comparison.Outcome.EQUAL
    assert "You have judged 1 pair" in client.get(page).content.decode()


def test_only_pairs_that_were_offered_to_oneself_count(employee, colleague, client_for) -> None:
    campaign, _ideas = duels(3)
    token = offering.offer(campaign, campaign.rulebook, colleague).duel.token
    page = reverse("ideas:pairwise:pairs", args=[campaign.slug])
    for pair, word in ((token, "left"), ("x", "left"), ("", ""), ("\x00", "left")):
        assert client_for(employee).post(page, {"pair": pair, "answer": word}).status_code == 302
    own = offering.offer(campaign, campaign.rulebook, employee).duel.token
    client_for(employee).post(page, {"pair": own, "answer": "both"})
    assert not Comparison.objects.exists()


def test_the_order_settles_and_then_nothing_more_is_asked(settings) -> None:
    voters = [make_user() for _ in range(70)]
    campaign, _ideas = duels(2)
    settled = 0
    for voter in voters:
        if not answer(campaign, voter):
            settled += 1
    assert 0 < Comparison.objects.count() < len(voters)
    assert settled
    assert offering.offer(campaign, campaign.rulebook, voters[-1]).is_settled
