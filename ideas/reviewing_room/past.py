"""What became of ideas that said about the same."""

from typing import TYPE_CHECKING

from ideas.models import Decision, Idea
from ideas.reviewing_room.shortlisting import CANDIDATES
from ideas.similar import similar_ideas
from intranet.core.richtext import to_text

if TYPE_CHECKING:
    from intranet.accounts.models import User

SIMILAR = 4
_READ = 2000
Past = list[tuple[Idea, Decision | None]]


def past_of(idea: Idea, user: "User", *, most: int = SIMILAR) -> Past:
    """Return ideas that say about the same and were decided, with the last official answer; then those still open."""
    text = to_text(f"{idea.problem} {idea.proposal}")[:_READ]
    near = similar_ideas(user, title=idea.title, body=text, besides=idea.pk, limit=3 * most)
    near.sort(key=lambda other: other.status in CANDIDATES)
    answers = Decision.objects.in_bulk([other.official_answer_id for other in near[:most] if other.official_answer_id])
    return [(other, answers.get(other.official_answer_id or 0)) for other in near[:most]]
