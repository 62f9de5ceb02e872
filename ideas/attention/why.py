"""Why an idea stands where it does, in a few words beside its card."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext

from ideas import policies
from ideas.attention.models import Attention
from ideas.models import Method
from intranet.ui.templatetags.ui import number

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ideas.models import Idea
    from intranet.accounts.models import User

NEW = timedelta(days=2)


def read_along(ideas: "QuerySet[Idea]") -> "QuerySet[Idea]":
    return ideas.select_related("attention").defer("attention__seen_by")


def why_here(ideas: "list[Idea]", user: "User") -> dict[int, str]:
    """Return the word of each idea of a page that has one; the rows were read with ``read_along``."""
    found = {idea.pk: _word(idea, user, getattr(idea, "attention", None)) for idea in ideas}
    return {pk: word for pk, word in found.items() if word}


def _word(idea: "Idea", user: "User", attention: Attention | None) -> str:
    """The first that is true of: supported across departments, supported by many who saw it, new, seen by few."""
    if not idea.pipeline_status.accepts_support:
        return ""
    viewers = attention.viewers if attention else 0
    enough = viewers >= settings.PARVIS_GUARANTEED_VIEWS
    if enough and idea.campaign.method == Method.SUPPORT and policies.can_see_tally(user, idea):
        viewers = max(viewers, idea.support_count)
        if attention and attention.bridges:
            return gettext("Supported across departments")
        if idea.support_count:
            return ngettext(
                "Supported by %(supporters)s of the %(viewers)s person who saw it",
                "Supported by %(supporters)s of the %(viewers)s people who saw it",
                viewers,
            ) % {"supporters": number(idea.support_count), "viewers": number(viewers)}
    if not enough and timezone.now() - idea.created_at < NEW:
        return pgettext("idea", "New")
    return "" if enough else gettext("Seen by few people yet")
