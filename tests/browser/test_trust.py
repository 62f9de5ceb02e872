"""Who looks after many articles settles them where they stand, by keyboard or all at once."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from intranet.accounts.models import User
from knowledge.stewardship.models import Concern, Stewardship
from knowledge.stewardship.models.stewardship import raise_concern
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_user

OpenAs = Callable[..., Page]


def test_articles_are_settled_in_place_by_stretches_and_all_at_once(
    open_as: OpenAs, axe: Callable[[Page], None]
) -> None:
    owner, space = make_user(), make_space("Many")
    made = [make_article(f"Page {number}", by=owner, space=space) for number in range(6)]
    for article in made:
        Stewardship.objects.of(article)
    raise_concern([article.pk for article in made], Concern.Kind.INTERVAL)
    tab = open_as(owner)
    tab.goto("/knowledge/-/trust/mine/")
    tab.get_by_role("button", name=re.compile(r"Still right ?: Page 0")).press("Enter")
    expect(tab.get_by_role("link", name="Page 0")).to_have_count(0)
    expect(tab.get_by_role("button", name=re.compile(r"Still right ?: Page 1"))).to_be_focused()
    boxes = tab.locator("input[name=article]")
    boxes.nth(0).check()
    boxes.nth(2).click(modifiers=["Shift"])
    settle = tab.get_by_role("button", name="The ticked ones are still right")
    expect(settle).to_contain_text("(3)")
    axe(tab)
    settle.click()
    expect(boxes).to_have_count(2)
    tab.get_by_label("Tick all that is on this page").check()
    expect(settle).to_contain_text("(2)")
    settle.click()
    expect(tab.get_by_text("Everything you look after holds")).to_be_visible()
    assert not Stewardship.objects.filter(state=Stewardship.State.TO_CHECK).exists()


def test_a_long_form_that_is_refused_opens_at_what_it_refuses(open_as: OpenAs, cm: User) -> None:
    space = make_space("Many")
    tab = open_as(cm)
    tab.goto(f"/knowledge/-/spaces/{space.pk}/edit/")
    tab.get_by_label("Stewards").fill("Nobody at all")
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Save the space").click()
    expect(tab.get_by_text("Nobody is called “Nobody at all” here.")).to_be_in_viewport()
    expect(tab.get_by_label("Stewards")).to_be_focused()
