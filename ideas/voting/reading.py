"""What a form sent by a browser, or by a hostile program, says of a ballot."""

import re

from django.http import QueryDict

_MOST = 10_000
_NAME = re.compile(r"idea-([0-9]{1,18})", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)


def choices_of(data: QueryDict) -> tuple[dict[int, int], bool]:
    """Return (points by idea, whether everything could be read). Of a field sent twice the last counts."""
    choices, whole = {}, True
    for name in data:
        found = _NAME.fullmatch(name)
        if not found:
            continue
        text = data.get(name, "").strip()
        points = number(text)
        if points is None:
            whole = False
        elif points:
            choices[int(found[1])] = points
    return choices, whole


def number(text: str | None) -> int | None:
    """Read a small whole number; "" is 0, ``None`` what is no such number."""
    text = (text or "").strip()
    if not text:
        return 0
    return min(int(text), _MOST) if _WHOLE.fullmatch(text) else None
