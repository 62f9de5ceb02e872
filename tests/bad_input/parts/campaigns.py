"""Where strange values go in the pages of campaigns."""

from typing import Any

from tests.bad_input.site import Form, Made
from tests.factories.campaigns import make_campaign
from tests.factories.voting import make_vote

_OPEN = ("about", "calendar", "ics", "rules", "stop", "reopen", "publish", "end")
_PREPARED = ("edit", "phases")


def values(made: Made) -> dict[str, dict[str, Any]]:
    campaign = make_campaign()
    campaign.open_voting(by=None)
    prepared = make_campaign("being-prepared")
    return {
        **{f"ideas:campaign_{name}": {"slug": campaign.slug} for name in _OPEN},
        **{f"ideas:campaign_{name}": {"slug": prepared.slug} for name in _PREPARED},
        "ideas:campaign_voting": {"slug": make_vote("bad-rules", opened=False).slug},
        "ideas:rulebook": {"slug": campaign.slug, "number": 1},
    }


def forms(made: Made) -> list[Form]:
    rows = {"phase-TOTAL_FORMS": "1", "phase-INITIAL_FORMS": "0", "phase-0-title": "Vote", "phase-0-acts": ["support"]}
    hours = {"phase-0-opens": "2031-12-01T09:00", "phase-0-closes": "2031-12-20T18:00"}
    said = {"title": "Winter", "language": "en", "time_zone": "Europe/Paris", "answer_days": "30", "remind_days": "3"}
    more = {
        "theme": "Warmth",
        "about": "<p>Why</p>",
        "rules": "",
        "sponsor": "@rosa",
        "image": "",
        "participants": ["1"],
    }
    budget = {
        "method": "budget",
        "total": "1000",
        "currency": "EUR",
        "ballot": "points",
        "points": "10",
        "hidden": "never",
    }
    return [
        Form("ideas:campaign_new", {**said, **more}, texts=("title", "theme", "about")),
        Form("ideas:campaign_edit", {**said, **more, "version": "1"}, texts=("title", "theme", "about")),
        Form("ideas:campaign_phases", {**rows, **hours}, texts=("phase-0-title", "phase-0-opens")),
        Form("ideas:campaign_voting", {**budget, "rule": "greedy", "completion": "none"}, texts=("total", "currency")),
        Form("ideas:campaign_stop", {"why": "A rule was wrong."}, texts=("why",)),
        Form("ideas:campaign_end", {"why": "All is said."}, texts=("why",)),
    ]
