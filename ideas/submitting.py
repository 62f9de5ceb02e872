"""Which campaigns somebody can submit an idea to now, and the one that they chose."""

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext as _

from ideas import policies
from ideas.errors import ActNotOpen
from ideas.models import Campaign
from ideas.models.campaign import OPEN_BOX
from ideas.why_not import why_not_submit

if TYPE_CHECKING:
    from intranet.accounts.models import User


def campaigns_open_to(user: "User") -> list[Campaign]:
    """Return the campaigns that take ideas of ``user`` now, the open box last; one query."""
    running = Campaign.objects.visible_to(user).running().defer("about", "rules")
    newest_first = running.order_by(F("published_at").desc(nulls_last=True), "-pk")
    found = sorted(newest_first, key=lambda campaign: campaign.is_open_box)
    return [campaign for campaign in found if policies.can_submit(user, campaign)]


def chosen_campaign(user: "User", slug: str) -> Campaign:
    """Return the campaign called ``slug`` ("": the open box); ``ActNotOpen`` with words when it takes no idea of ``user`` now."""
    slug = slug.replace("\x00", "")[:80] or OPEN_BOX
    found = Campaign.objects.visible_to(user).filter(slug=slug).first()
    if found is None:
        raise ActNotOpen(_("There is no such campaign. Choose another one: your text is kept."))
    if word := why_not_submit(user, found):
        raise ActNotOpen(word)
    return found
