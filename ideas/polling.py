"""The vote of a campaign while somebody votes in it."""

from typing import TYPE_CHECKING

from ideas import policies
from ideas.errors import ActNotOpen
from ideas.locking import shared
from ideas.models import Campaign, Rulebook
from ideas.why_not import why_not_vote

if TYPE_CHECKING:
    from intranet.accounts.models import User


def hold_open(campaign: Campaign, *, by: "User") -> Rulebook:
    """Keep the vote open until the end of the transaction, and return its rules: whoever closes it waits for this vote.

    A vote whose hour has come is opened first. ``ActNotOpen``, with the reason, where ``by`` cannot vote here and now.
    """
    campaign.open_voting_if_due()
    held = shared(Campaign.objects.filter(pk=campaign.pk, rulebook__isnull=False, rulebook=campaign.rulebook_id))
    if not held:
        campaign.refresh_from_db()
    rulebook: Rulebook | None = campaign.rulebook
    if not held or rulebook is None or not policies.can_vote(by, campaign):
        raise ActNotOpen(why_not_vote(by, campaign))
    return rulebook
