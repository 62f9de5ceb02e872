"""Statements that say about the same, before somebody adds one more."""

from ideas.opinions.models import OpinionMap, Statement
from ideas.words import stems
from intranet.accounts.models import User

_LANGUAGES = ("fr", "en")
_CLOSE = 0.5
_LOOKED_AT = 500


def similar_statements(opinion_map: OpinionMap, user: User, text: str, *, limit: int = 3) -> list[Statement]:
    """Return the statements that share most of the words of ``text``, nearest first. One query."""
    asked = stems(text, *_LANGUAGES)
    if not asked:
        return []
    scored = []
    for statement in Statement.objects.visible_to(user).filter(map=opinion_map).order_by("-pk")[:_LOOKED_AT]:
        theirs = stems(statement.text, *_LANGUAGES)
        words = set().union(*theirs) if theirs else set()
        shared = sum(1 for word in asked if word & words)
        likeness = shared / max(len(asked), len(theirs), 1)
        if likeness >= _CLOSE:
            scored.append((likeness, statement))
    scored.sort(key=lambda pair: (-pair[0], pair[1].pk))
    return [statement for _likeness, statement in scored[:limit]]
