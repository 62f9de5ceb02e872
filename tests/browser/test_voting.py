"""A ballot on a phone: what is left is said at each change, it is saved, and everybody can use it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from ideas.models import Method
from ideas.voting.models import Ballot
from intranet.accounts.models import User
from tests.factories.people import make_user
from tests.factories.voting import make_candidate, make_vote


def test_a_budget_ballot_says_what_is_left_and_is_saved(
    open_as: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    voter: User = make_user(language="en")
    campaign = make_vote(total=100)
    for title, cost in (("Trees", 40), ("Bench", 70)):
        make_candidate(campaign, title, cost)
    page = open_as(voter, viewport={"width": 390, "height": 844})
    page.goto(f"/ideas/campaigns/{campaign.slug}/vote/")
    page.get_by_label("Trees").check()
    expect(page.locator("[data-money-left]")).to_have_text("60")
    page.get_by_label("Bench").check()
    expect(page.locator("[data-word]")).to_contain_text("10 over the budget")
    button = page.get_by_role("button", name="Cast my ballot")
    expect(button).to_be_in_viewport()
    axe(page)
    button.click()
    expect(page.get_by_role("button", name="Save the changes")).to_be_visible()
    assert Ballot.objects.get().spent == 2
    duels = make_vote("duels", method=Method.PAIRWISE)
    for title in ("Bees", "Bats", "Birds"):
        make_candidate(duels, title, None)
    page.goto(f"/ideas/campaigns/{duels.slug}/pairs/")
    axe(page)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("You have judged 1 pair")).to_be_visible()
