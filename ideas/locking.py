"""Sharing a row with other readers while keeping writers out, until the end of the transaction."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def shared(rows: "QuerySet[Any]") -> list[int]:
    """Return the ids of ``rows``, locked so that others can read and share them but not change them.

    On PostgreSQL ``FOR SHARE``: thousands vote at once, while whoever closes the vote or withdraws an idea waits for
    them and they for it, then see what it did. SQLite writes one transaction at a time anyway.
    """
    try:
        sql, parameters = rows.order_by("pk").values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR SHARE" if connection.vendor == "postgresql" else sql, parameters)
        return [row[0] for row in cursor.fetchall()]
