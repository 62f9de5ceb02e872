"""Ideas for tests, made by their own verbs."""

from typing import Any

from ideas.models import Idea
from ideas.why_not import why_not_submit
from intranet.accounts.models import User
from tests.factories.people import make_user


def make_idea(author: User | None = None, **said: Any) -> Idea:
    """Return an idea submitted by ``author`` (somebody new if not given); in a campaign also where it takes none now."""
    texts = {
        "title": "Bicycle parking near the entrance",
        "problem": "<p>The racks are full before nine.</p>",
        "proposal": "<p>Put twenty more racks under the porch.</p>",
    }
    campaign, by = said.pop("campaign", None), author or make_user()
    if campaign is None or not why_not_submit(by, campaign):
        return Idea.submit(by=by, campaign=campaign, **{**texts, **said})
    idea = Idea.submit(by=by, **{**texts, **said})
    idea.campaign, idea.audience = campaign, campaign.audience
    idea.save(update_fields=["campaign", "audience"])
    idea.discussion.follow_subject(audience=idea.audience, published=True)
    return idea
