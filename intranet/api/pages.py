"""Lists by cursor: what is added meanwhile neither repeats nor skips a row."""

from typing import Any

from django.db.models import QuerySet


def after(rows: "QuerySet[Any]", last: int | None, limit: int) -> tuple[list[Any], int | None]:
    """Return up to ``limit`` rows with ids above ``last``, and the cursor of the next page (``None``: no more)."""
    rows = rows.order_by("pk")
    found = list((rows.filter(pk__gt=last) if last else rows)[: limit + 1])
    return found[:limit], found[limit - 1].pk if len(found) > limit else None
