from typing import Any

from django import template
from django.template.context import RequestContext

from intranet.contributions.registry import registry
from intranet.moderation.notices import Notice, notice_for
from intranet.moderation.policies import may_moderate, may_report

register = template.Library()


@register.inclusion_tag("moderation/_hidden.html", takes_context=True)
def hidden_notice(context: RequestContext, contribution: Any, notice: Notice | None = None) -> dict[str, Any]:
    """Say that ``contribution`` is hidden and why; nothing when it is not.

    The author gets a notice to stand above their text, everyone else a stub to stand in its place. Give ``notice``
    (from ``notices_for``) when several stand on a page, so that they cost one query together.
    """
    user = context["request"].user
    shown = (notice or notice_for(contribution)) if contribution.is_hidden else None
    kind = registry.kind_of(contribution)
    return {
        "notice": shown,
        "is_hidden": contribution.is_hidden,
        "is_mine": contribution.is_by(user),
        "kind_label": kind.label if kind else "",
    }


@register.inclusion_tag("moderation/_report_link.html", takes_context=True)
def report_link(context: RequestContext, contribution: Any) -> dict[str, Any]:
    """A quiet link to report ``contribution``, for whoever may see it and did not write it."""
    user = context["request"].user
    return {"kind": registry.kind_of(contribution), "target": contribution, "may": may_report(user, contribution)}


@register.inclusion_tag("moderation/_moderate_link.html", takes_context=True)
def moderate_link(context: RequestContext, contribution: Any) -> dict[str, Any]:
    """A link to decide about ``contribution``, for moderators only."""
    user = context["request"].user
    kind = registry.kind_of(contribution)
    return {"kind": kind, "target": contribution, "may": kind is not None and kind.moderated and may_moderate(user)}


@register.filter
def role_label(role: str) -> str:
    """The name of a role that an activity or a decision keeps, in the reader's language."""
    from intranet.accounts import roles

    return str(roles.LABELS.get(role, role))
