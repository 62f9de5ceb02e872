"""What a sweep of many pages does without, or once."""

import pytest

from intranet.contributions.paper import drawn

_papers: dict[tuple[str, str], bytes] = {}


def keep_pages_only(patched: pytest.MonkeyPatch) -> None:
    """Have the test client not copy what each template was given: nobody looks at it here, and a page has hundreds."""
    patched.setattr("django.test.client.store_rendered_templates", lambda *_given, **_named: None)


def draw_once(patched: pytest.MonkeyPatch) -> None:
    """Have a document that is written the same again drawn once: half a second of processor each."""

    def drawn_once(html: str, sheet: str, *, user: object) -> bytes:
        key = (html, sheet)
        if key not in _papers:
            _papers[key] = drawn(html, sheet, user=user)
        return _papers[key]

    for where in ("ideas.reviewing_room.paper.drawn", "knowledge.exporting.pdf.drawing.drawn"):
        patched.setattr(where, drawn_once)
