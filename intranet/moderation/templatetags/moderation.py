from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from intranet.accounts import roles
from intranet.contributions.registry import registry
from intranet.moderation.notices import Notice, notice_for
from intranet.ui.templatetags.ui import icon

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


@register.simple_tag(takes_context=True)
def tools(context: RequestContext, target: Any, css: str = "button button-quiet button-small") -> SafeString:
    """What this person may do with ``target`` beyond its own page: report, moderate, highlight. Often nothing.

    ``{% tools idea "menu-item" as idea_tools %}`` gives lines of a menu, and ``{% if idea_tools %}`` asks for it.
    """
    offered = registry.ask("contribution.tools", context["request"].user, target)
    links = (
        format_html('<a class="{}" href="{}" rel="nofollow">{}{}</a>', css, tool.url, icon(tool.icon), tool.label)
        for answer in offered
        for tool in answer
    )
    return format_html_join("", "{}", ((link,) for link in links))


@register.filter
def role_label(role: str) -> str:
    """The name of a role that an activity or a decision keeps, in the reader's language."""
    return str(roles.LABELS.get(role, role))
