"""Money of a count, for people: rounded to cents where it is no whole number; the exact fraction is in the file."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ideas.rules import sign_of

register = template.Library()


@register.filter
def money(value: Any) -> str:
    """``{{ "200/3"|money }}``: 66.67."""
    amount = Fraction(value or 0)
    if amount.denominator == 1:
        return number_format(int(amount), force_grouping=True)
    cents = (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    return number_format(cents, decimal_pos=2, force_grouping=True)


@register.filter
def sign(currency: str) -> str:
    """``{{ rules.currency|sign }}``: € of EUR."""
    return sign_of(currency)


@register.filter
def strength(value: float) -> str:
    """``{{ row.low|strength }}``: −0.35, with a real minus."""
    return number_format(round(value, 2) or 0, decimal_pos=2).replace("-", "−")


@register.filter
def why_lost(entry: dict[str, Any]) -> str:
    """Say why an idea is not chosen, from its entry in a result."""
    words = {
        "unwanted": _("Nobody chose it."),
        "too_dear": _("It costs more than the whole budget."),
        "shares_spent": _("Those who wanted it had %(had)s left of their shares: %(missing)s too little."),
        "no_room": _("At its turn %(had)s were left: %(missing)s too little."),
    }
    word = words.get(entry.get("why", ""), "")
    if entry.get("why") == "shares_spent" and not Fraction(entry.get("missing") or 0):
        return _("Its supporters could have paid, but the budget had no room left for it.")
    return word % {"had": money(entry.get("had")), "missing": money(entry.get("missing"))} if "%" in word else word
