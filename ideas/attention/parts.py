"""What attention adds to the page of an idea: reading it is seeing it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ideas.parts import IdeaPart

if TYPE_CHECKING:
    from ideas.models import Idea
    from intranet.accounts.models import User


def sight(idea: "Idea", user: "User") -> Iterable[tuple[str, IdeaPart]]:
    """Answer ``idea.parts``: what notes, at the foot of the page, that it was seen."""
    if not idea.is_hidden:
        yield "foot", IdeaPart("ideas/attention/sight.html", {"idea": idea.pk}, order=900)
