"""A campaign from its preparation to a stopped vote, in a browser: who manages it, and who reads it on a phone."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from ideas.models import Campaign
from intranet.accounts import roles
from tests.factories.ideas import make_idea
from tests.factories.people import make_user

OpenAs = Callable[..., Page]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "color_scheme": "dark"}


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(file, "PNG")
    return file.getvalue()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_campaign_is_prepared_published_and_its_vote_stopped_with_a_word(
    open_as: OpenAs, axe: Callable[[Page], None]
) -> None:
    page = open_as(make_user(roles.COMMUNITY_MANAGER))
    page.goto("/ideas/campaigns/new/")
    page.locator("[name=picture]").set_input_files({"name": "winter.png", "mimeType": "image/png", "buffer": picture()})
    page.get_by_role("button", name="Save").click()  # refused: it has no title; the picture is kept
    expect(page.get_by_alt_text("The image that is kept")).to_be_visible()
    page.get_by_label("Title").fill("A warmer winter")
    page.get_by_label("Theme").fill("Where do we lose heat?")
    axe(page)
    page.get_by_role("button", name="Save").click()
    yesterday, later = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=9)
    first = page.locator("fieldset.phase-form").first
    first.get_by_label("Title").fill("Propose and support")
    first.get_by_label("Opens").first.fill(yesterday.strftime("%Y-%m-%dT09:00"))
    first.get_by_label("Closes").first.fill(later.strftime("%Y-%m-%dT09:00"))
    for act in ("Submit ideas", "Discuss", "Support and vote"):
        first.get_by_label(act).check()
    axe(page)
    page.get_by_role("button", name="Save the phases").click()
    expect(page.get_by_role("heading", name="Calendar")).to_be_visible()
    page.get_by_role("button", name="Publish the campaign").click()
    expect(page.locator("parvis-countdown [data-left]")).to_contain_text(re.compile("in [789] days"))
    axe(page)
    campaign = Campaign.objects.get(title="A warmer winter")
    assert campaign.image
    make_idea(campaign=campaign)
    campaign.open_voting(by=None)

    reader = open_as(make_user(), **PHONE)
    for path in ("", "about/", "calendar/", "rules/"):
        reader.goto(campaign.get_absolute_url() + path)
        assert fits(reader), path
        axe(reader)
    expect(reader.get_by_role("heading", name="Rulebook 1, in force")).to_be_visible()

    page.goto(campaign.get_absolute_url() + "voting/")
    axe(page)
    page.get_by_role("link", name="Stop the vote").click()
    page.get_by_label("Why").fill("The night shift was forgotten.")
    page.get_by_role("button", name="Stop the vote").click()
    expect(page.get_by_text("The night shift was forgotten.")).to_be_visible()
    page.get_by_role("link", name="Change the rules").click()
    page.get_by_label("Tokens: a number of them for each person").check()
    expect(page.get_by_label("Tokens for each person")).to_be_visible()
    expect(page.get_by_label("Currency")).to_be_hidden()
