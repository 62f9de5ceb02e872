from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from intranet.core.richtext import CleanHTML, with_heading_ids

register = template.Library()


@register.filter
def rich(value: object, option: str = "") -> SafeString:
    """Show stored rich text as HTML. Anything that is not ``CleanHTML`` is escaped, whatever it claims to be.

    ``{{ article.body|rich:"anchors" }}`` gives the headings ids for the table of contents.
    """
    if not isinstance(value, CleanHTML):
        return conditional_escape("" if value is None else str(value))
    return mark_safe(with_heading_ids(value) if option == "anchors" else value)  # noqa: S308 (its type says it is clean)
