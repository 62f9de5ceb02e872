import re

from django import template

register = template.Library()

_BEFORE = re.compile(r" (?=[:;!?»%])")
_AFTER = re.compile(r"(?<=«) ")


@register.filter
def unbroken(text: object) -> str:
    """Keep « : ; ! ? » with the word they follow, as French wants: no line of a title begins with a colon."""
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", str(text)))
