from typing import Any

from django import template
from django.template.context import RequestContext

from intranet.contributions.registry import registry
from intranet.recognition.policies import may_highlight

register = template.Library()


@register.inclusion_tag("recognition/_highlight_link.html", takes_context=True)
def highlight_link(context: RequestContext, target: Any) -> dict[str, Any]:
    """A link to put ``target`` on the home page, for whoever chooses the highlights."""
    kind = registry.kind_of(target)
    may = kind is not None and kind.highlightable and not getattr(target, "is_hidden", False)
    return {"kind": kind, "target": target, "may": may and may_highlight(context["request"].user)}
