from typing import Any

from django import template

from intranet.contributions.registry import registry
from intranet.notifications.views import follow_context

register = template.Library()


@register.inclusion_tag("notifications/_follow.html", takes_context=True)
def follow_button(context: Any, target: Any) -> dict[str, Any]:
    """The button that follows or stops following ``target``; works as a form, htmx swaps it in place. One query."""
    kind = registry.kind_of(target)
    if kind is None:
        raise ValueError(f"{target!r} is of no registered kind")
    return {**follow_context(context["user"], target, kind.name), "csrf_token": context.get("csrf_token")}
