"""Which statement to put before somebody next: what the others know least of."""

import zlib
from typing import TYPE_CHECKING

from ideas.opinions.agreeing import need_of_a_vote
from ideas.opinions.models import OpinionMap, Statement

if TYPE_CHECKING:
    from intranet.accounts.models import User

# As many as a person would ever vote on; beyond, the least voted of these come first.
_LOOKED_AT = 500


def next_statement(opinion_map: OpinionMap, user: "User") -> Statement | None:
    """Return the statement that most needs the vote of ``user``; ``None`` when they voted on all.

    Least voted and most uncertain first. Where two need it alike, people get them in different orders, each always in
    the same.
    """
    rows = Statement.objects.visible_to(user).filter(map=opinion_map).without_answer_of(user)
    counts = list(rows.order_by("-pk").values_list("pk", "agrees", "disagrees", "passes")[:_LOOKED_AT])
    if not counts:
        return None

    def order(row: tuple[int, int, int, int]) -> tuple[float, int]:
        pk, *said = row
        return (round(need_of_a_vote(*said), 9), zlib.crc32(f"{user.pk}/{pk}".encode()))

    return Statement.objects.select_related("author__department").get(pk=max(counts, key=order)[0])
