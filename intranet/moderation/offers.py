"""What moderation offers to other rooms, through the registry."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.contributions.registry import registry
from intranet.contributions.tools import Tool
from intranet.moderation.policies import may_moderate, may_report

if TYPE_CHECKING:
    from intranet.accounts.models import User


def tools(user: "User", target: Any) -> list[Tool]:
    """Report it, for whoever may see it and did not write it; decide about it, for moderators."""
    kind = registry.kind_of(target)
    if kind is None or not kind.moderated:
        return []
    where = [kind.name, target.pk]
    offered = []
    if may_report(user, target):
        offered.append(Tool(_("Report"), reverse("moderation:report", args=where), "flag"))
    if may_moderate(user):
        offered.append(Tool(_("Moderate"), reverse("moderation:case", args=where), "gavel"))
    return offered
