"""Cells for spreadsheets: whatever people wrote stays text there."""

import re

# A cell that begins like this is calculated by a spreadsheet, which can call programs (CSV injection).
_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")
# What XML, and so a workbook, cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def as_text(value: object) -> object:
    """Return ``value``, a text that a spreadsheet would calculate with an apostrophe before it."""
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("", value)
    return f"'{text}" if _FORMULA.match(text) else text
