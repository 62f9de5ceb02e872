"""Ids in addresses: a converter that refuses what no database row can have, so an absurd id is a 404, never an error."""

from django.urls import register_converter

_BIGGEST = 2**63 - 1


class RowIdConverter:
    """A positive whole number that fits a 64-bit column."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if not 0 < number <= _BIGGEST:
            raise ValueError("not an id of a row")
        return number

    def to_url(self, value: int) -> str:
        return str(value)


row_id = "row_id"
register_converter(RowIdConverter, row_id)
