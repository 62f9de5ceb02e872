"""Dates as each language writes them, where the formats of Django cannot say it."""

import re

from django.utils.translation import get_language

_FIRST = re.compile(
    r"(?<!\d)1 (?=(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|janv|fév|avr|juil|sept|oct|nov|déc)\b)"
)


def as_written(date: str) -> str:
    """Return “1 octobre 2026” as “1er octobre 2026” in French; any other date as it is."""
    return _FIRST.sub("1er ", date) if (get_language() or "").startswith("fr") else date
