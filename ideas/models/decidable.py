from typing import TYPE_CHECKING, Any

from django.db import transaction

from ideas.errors import AnswerRequired, DecidedMeanwhile
from ideas.live import announce
from ideas.models.decision import Decision
from ideas.models.status import Status
from intranet.accounts import roles
from intranet.contributions.models.activity import record
from intranet.core.richtext import clean, to_text

if TYPE_CHECKING:
    from ideas.models.idea import Idea
    from intranet.accounts.models import User

# In which capacity somebody decides, when they have several roles: the first of these.
_CAPACITIES = (roles.LEADERSHIP, roles.COMMUNITY_MANAGER, roles.REPRESENTATIVE, roles.ADMINISTRATOR)


class Decidable:
    """Moving through the pipeline, with the official answers that belong to it."""

    status: Any
    last_decision: Any
    official_answer: Any
    author_has_news: Any

    def decide(self: "Idea", *, by: "User", status: Status, answer: str = "", expected: int | None) -> Decision:
        """Put the idea at ``status`` with the official ``answer`` (HTML); its author has news then.

        ``expected`` is the id of the last decision that the person saw (``None``: none yet). Under the row's lock,
        ``DecidedMeanwhile`` is raised when another one came in between, so of two people who decide at once the
        second always reads the first. ``AnswerRequired`` when the step needs words and has none. Keeping the status
        needs an answer too: it then adds to what was said.
        """
        status, answer = Status(status), clean(answer, profile="post")
        has_words = bool(to_text(answer).strip()) or "<img" in answer
        with transaction.atomic():
            now = type(self).objects.locked().get(pk=self.pk)
            if now.last_decision_id != expected:
                raise DecidedMeanwhile
            if not has_words and (status.needs_answer or status == now.status):
                raise AnswerRequired
            decision = Decision.objects.create(
                idea=self,
                by=by,
                role=_capacity_of(by),
                from_status=now.status,
                to_status=status,
                answer=answer if has_words else "",
            )
            self.status, self.last_decision = status, decision
            self.official_answer = decision if has_words else now.official_answer
            self.author_has_news = now.author_id is not None and now.author_id != by.pk
            self.save(update_fields=["status", "last_decision", "official_answer", "author_has_news"])
            announce(self.pk)
            verb = "idea.answered" if has_words else "idea.status_changed"
            record(verb, by=by, target=self, decision=decision.pk, before=now.status, after=str(status))
        return decision

    def author_saw_news(self: "Idea") -> None:
        """Note that the author read the latest decision."""
        self.author_has_news = False
        self.save(update_fields=["author_has_news"])


def _capacity_of(user: "User") -> str:
    return next((role for role in _CAPACITIES if role in user.role_names), "")
