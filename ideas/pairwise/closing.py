"""At the close of a vote by duels: its order is computed and kept; a secret one then forgets who compared what."""

from typing import TYPE_CHECKING

from django.db import transaction

from ideas.models import Campaign, Method, Rulebook
from ideas.pairwise.counting import data_of
from ideas.pairwise.models import Comparison, Standing
from ideas.pairwise.offering import contenders
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from intranet.contributions.models import Activity


def on_voting_closed(activity: "Activity") -> None:
    """Keep the order of the duels when their vote closes. Run twice, it keeps the same."""
    rulebook = Rulebook.objects.select_related("campaign").filter(pk=activity.data.get("rulebook")).first()
    if rulebook is not None and rulebook.rules.get("method") == Method.PAIRWISE and rulebook.closed_at:
        keep(rulebook)


def keep(rulebook: Rulebook) -> Standing:
    """Keep the order of a closed vote; the second time, what was kept."""
    with transaction.atomic():
        Rulebook.objects.select_for_update(no_key=True).get(pk=rulebook.pk)
        done = Standing.objects.filter(rulebook=rulebook).first()
        if done is not None:
            return done
        titles = dict(contenders(rulebook).values_list("pk", "title"))
        standing = Standing.objects.create(rulebook=rulebook, data=data_of(rulebook, titles))
        if rulebook.rules.get("secret"):
            Comparison.objects.filter(rulebook=rulebook).delete()
        if rulebook.closed_by_id is None:
            record("campaign.duels_settled", by=None, target=rulebook.campaign, rulebook=rulebook.pk)
    return standing


def latest(campaign: Campaign) -> Standing | None:
    """Return the order that was kept last, or ``None`` before the first vote by duels has closed."""
    return (
        Standing.objects.filter(rulebook__campaign=campaign)
        .select_related("rulebook")
        .order_by("rulebook__number")
        .last()
    )
