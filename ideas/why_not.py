"""Why something is not open in a campaign now, in words for the person who wanted it; "" when it is."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ideas import policies
from ideas.models.acts import Act, Method
from intranet.ui.dates import as_written

if TYPE_CHECKING:
    from ideas.models import Campaign
    from intranet.accounts.models import User

# For each act: when it is to come, when it is past, when no phase opens it.
_WORDS = {
    Act.SUBMIT: (
        gettext_noop("Ideas can be submitted from %(when)s."),
        gettext_noop("Ideas could be submitted until %(when)s."),
        gettext_noop("No idea is submitted in this campaign."),
    ),
    Act.DISCUSS: (
        gettext_noop("The discussion opens on %(when)s."),
        gettext_noop("The discussion closed on %(when)s."),
        gettext_noop("This campaign has no discussion."),
    ),
    Act.SUPPORT: (
        gettext_noop("Voting opens on %(when)s."),
        gettext_noop("Voting closed on %(when)s."),
        gettext_noop("There is no vote in this campaign."),
    ),
}
_OTHERS = (
    gettext_noop("This opens on %(when)s."),
    gettext_noop("This closed on %(when)s."),
    gettext_noop("This campaign does not have it."),
)


def why_not(act: Act, campaign: "Campaign") -> str:
    """Return why ``act`` is closed in ``campaign``: not begun, over, between two phases, stopped."""
    if campaign.allows(act):
        return ""
    if campaign.published_at is None:
        return _("This campaign is being prepared: nothing is open yet.")
    now = timezone.now()
    if campaign.ended_at is not None and campaign.ended_at <= now:
        return _("This campaign is over.")
    if act == Act.SUPPORT and campaign.voting_halted_at is not None:
        return waits_for_shortlist() if campaign.waits_for_shortlist() else stopped()
    to_come, past, never = _WORDS.get(act, _OTHERS)
    spans = [span for span in campaign.spans if act in span.acts]
    coming = [span.opens for span in spans if span.opens > now]
    if coming:
        return _(to_come) % {"when": moment(min(coming))}
    closed = [span.closes for span in spans if span.closes is not None]
    return _(past) % {"when": moment(max(closed))} if closed else _(never)


def why_not_submit(user: "User", campaign: "Campaign") -> str:
    return why_not(Act.SUBMIT, campaign) or ("" if policies.takes_part(user, campaign) else not_yours())


def why_not_vote(user: "User", campaign: "Campaign") -> str:
    """Return why ``user`` cannot vote in ``campaign`` now."""
    if word := why_not(Act.SUPPORT, campaign):
        return word
    if not policies.can_vote(user, campaign):
        return _("You are not among the voters of this campaign: they were listed when voting opened.")
    return ""


def why_not_support(user: "User", campaign: "Campaign") -> str:
    """Return why ``user`` cannot support an idea of ``campaign`` now, where its status would let them."""
    if word := why_not_vote(user, campaign):
        return word
    return "" if campaign.method == Method.SUPPORT else _("In this campaign one votes on the page of the vote.")


def stopped() -> str:
    return _("The vote was stopped. The page of its rules says why.")


def waits_for_shortlist() -> str:
    return _("The duels wait for their shortlist: whoever manages the campaign opens the vote once it stands.")


def not_yours() -> str:
    return _("This campaign is for other departments: its page says who takes part.")


def moment(at: datetime) -> str:
    """Return ``at`` as the reader's clock says it."""
    return as_written(date_format(timezone.localtime(at), "DATETIME_FORMAT"))
