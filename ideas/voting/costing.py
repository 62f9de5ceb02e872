"""Costs of ideas as somebody types them: whole units of the currency, at least one, or none at all."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ideas.counting.pabulib import MOST_MONEY
from ideas.models import Campaign, Idea
from intranet.contributions.models.activity import record

if TYPE_CHECKING:
    from intranet.accounts.models import User

# Spaces group thousands, also those that are no ordinary spaces.
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def read(typed: Mapping[int, str]) -> tuple[dict[int, int | None], dict[int, str]]:
    """Return (the costs, the errors), by idea. Nothing typed: no cost."""
    costs: dict[int, int | None] = {}
    errors: dict[int, str] = {}
    for pk, text in typed.items():
        digits = _SPACES.sub("", text)
        if not digits:
            costs[pk] = None
        elif not re.fullmatch(r"[0-9]+", digits, re.ASCII):
            errors[pk] = _("Give a whole number, without cents.")
        elif not digits.strip("0"):
            errors[pk] = _(
                "A cost is at least 1. Leave it empty if it is not known: the idea is then not on the ballot."
            )
        elif len(digits.lstrip("0")) > 13 or int(digits) > MOST_MONEY:
            errors[pk] = _("A cost is at most %(most)s.") % {"most": number_format(MOST_MONEY, force_grouping=True)}
        else:
            costs[pk] = int(digits)
    return costs, errors


def save(campaign: Campaign, costs: Mapping[int, int | None], *, by: "User") -> bool:
    """Write ``costs`` by idea; ``False``, and nothing is written, if the vote has been opened."""
    with transaction.atomic():
        now = Campaign.objects.select_for_update(no_key=True, of=("self",)).get(pk=campaign.pk)
        if now.rulebook_id is not None or now.awaits_opening():
            return False
        ideas = Idea.objects.locked().filter(campaign=campaign, pk__in=costs).order_by("pk")
        changed = [idea for idea in ideas.only("pk", "cost") if idea.cost != costs[idea.pk]]
        for idea in changed:
            Idea.objects.filter(pk=idea.pk).update(cost=costs[idea.pk])
        if changed:
            record(
                "campaign.costs_set", by=by, target=campaign, costs={str(idea.pk): costs[idea.pk] for idea in changed}
            )
    return True
