"""What recognition offers to other rooms, through the registry."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.contributions.registry import registry
from intranet.contributions.tools import Tool
from intranet.recognition.policies import may_highlight

if TYPE_CHECKING:
    from intranet.accounts.models import User


def tools(user: "User", target: Any) -> list[Tool]:
    """Put it on the home page, for whoever chooses the highlights."""
    kind = registry.kind_of(target)
    if kind is None or not kind.highlightable or not may_highlight(user) or not target.is_visible_to(user):
        return []
    return [Tool(_("Highlight"), reverse("recognition:highlight", args=[kind.name, target.pk]), "star")]
