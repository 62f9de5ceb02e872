from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ideas.answering import due_from
from ideas.errors import AnswerRequired, DecidedMeanwhile, NotYoursToDecide, ReasonRequired, SomebodyElseAnswers
from ideas.live import announce
from ideas.models.decision import Decision
from ideas.models.reason import DeclineReason
from ideas.models.status import ACCEPTED, DECIDABLE, STILL_OWED, Status
from intranet.accounts import roles
from intranet.accounts.models import User
from intranet.contributions.models.activity import record
from intranet.core.richtext import clean, to_text

if TYPE_CHECKING:
    from ideas.models.idea import Idea

# In which capacity somebody decides, when they have several roles: the first of these.
_CAPACITIES = (roles.LEADERSHIP, roles.COMMUNITY_MANAGER, roles.REPRESENTATIVE, roles.ADMINISTRATOR)
CLOCK_FIELDS = ("answer_due_at", "answer_owner", "answer_reminded_at", "answer_overdue_at")
# Where an appeal goes on waiting for its answer.
_STILL_OPEN = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW, Status.NEEDS_MORE})


@dataclass(frozen=True)
class Commitment:
    """What a decision commits to besides its words: why it declines, who carries the next step out, by when."""

    reason: DeclineReason | None = None
    owner: User | None = None
    due_at: datetime | None = None


class Decidable:
    """Moving through the pipeline, with the official answers that belong to it and the clock of the next one."""

    status: Any
    last_decision: Any
    official_answer: Any
    author_has_news: Any
    answer_due_at: Any
    answer_owner: Any
    parts: Any

    def decide(
        self: "Idea",
        *,
        by: "User",
        status: Status,
        answer: str = "",
        expected: int | None,
        reason: DeclineReason | str | None = None,
        owner: "User | None" = None,
        due_at: datetime | None = None,
    ) -> Decision:
        """Put the idea at ``status`` with the official ``answer`` (HTML); its author has news then.

        ``expected`` is the id of the last decision that the person saw (``None``: none yet). Under the row's lock,
        ``DecidedMeanwhile`` is raised when another one came in between, so of two people who decide at once the
        second always reads the first. ``AnswerRequired`` when the step needs words and has none, ``ReasonRequired``
        when it declines without a ``reason`` (one of the list, or its key). Keeping the status needs an answer too:
        it then adds to what was said. ``owner`` carries out what comes next, by ``due_at``: the answer clock follows
        (see ``_wind``). While an appeal waits, this answers it; whoever declined leaves that to others if there are any
        (``SomebodyElseAnswers``).
        """
        status, answer = Status(status), clean(answer, profile="post")
        has_words = _has_words(answer)
        if isinstance(reason, str):
            reason = DeclineReason.objects.filter(slug=reason).first()
        if status not in DECIDABLE:
            raise NotYoursToDecide(self)
        with transaction.atomic():
            now = type(self).objects.locked().get(pk=self.pk)
            if now.last_decision_id != expected:
                raise DecidedMeanwhile
            if now.pipeline_status not in DECIDABLE:
                raise NotYoursToDecide(now)
            if not has_words and (status.needs_answer or status == now.status):
                raise AnswerRequired
            if status == Status.DECLINED and reason is None:
                raise ReasonRequired
            appeal = now.open_appeal
            if appeal and status not in _STILL_OPEN:
                _refuse_judge_of_own_cause(appeal, by)
            made = Commitment(reason if status == Status.DECLINED else None, owner, due_at)
            decision = self._step(now, by=by, status=status, answer=answer if has_words else "", made=made)
            self._speak(now, decision, by=by, is_appeal=bool(appeal) and status not in _STILL_OPEN)
        return decision

    def _step(
        self: "Idea",
        now: "Idea",
        *,
        by: "User",
        status: Status,
        answer: str,
        made: Commitment,
        kind: str = Decision.Kind.DECISION,
    ) -> Decision:
        """Add the row of one step, and put the idea and its clock there. Inside the transaction, under the lock."""
        decision = Decision.objects.create(
            idea=now,
            by=by,
            role=_capacity_of(by),
            from_status=now.status,
            to_status=status,
            answer=answer,
            kind=kind,
            reason=made.reason,
            owner=made.owner,
            due_at=made.due_at,
        )
        self.parts = now.parts
        self.answer_due_at, self.answer_owner = now.answer_due_at, now.answer_owner
        self.official_answer = now.official_answer
        self.answer_reminded_at, self.answer_overdue_at = now.answer_reminded_at, now.answer_overdue_at
        answered = bool(answer) and kind == Decision.Kind.DECISION and not now.open_appeal
        self._wind(now.pipeline_status, status, made, answered=answered)
        self.status, self.last_decision = status, decision
        return decision

    def _speak(self: "Idea", now: "Idea", decision: Decision, *, by: "User", is_appeal: bool) -> None:
        """Finish an official decision: what is the answer now, who has news, which verb tells it."""
        status = Status(decision.to_status)
        if is_appeal:
            decision.kind = Decision.Kind.APPEAL
            decision.save(update_fields=["kind"])
            self.parts = {**self.parts, "appeal": {**self.parts["appeal"], "answer": decision.pk}}
        # A question to the author is no answer yet: the idea goes on waiting for one.
        if decision.answer and status != Status.NEEDS_MORE:
            self.official_answer = decision
        self.author_has_news = now.author_id is not None and now.author_id != by.pk
        fields = ["status", "last_decision", "official_answer", "author_has_news", "parts", *CLOCK_FIELDS]
        self.save(update_fields=fields)
        announce(self.pk)
        verb = "idea.answered" if decision.answer else "idea.status_changed"
        if is_appeal:
            verb = "idea.appeal_answered"
        record(verb, by=by, target=self, decision=decision.pk, before=decision.from_status, after=decision.to_status)

    def _wind(self: "Idea", before: Status, after: Status, made: Commitment, *, answered: bool) -> None:
        """Set the answer clock: who owes the next step, and by when.

        Undecided, an official answer is owed until one is given; accepted, the step promised, if a date was given;
        asked for more, it is the author's turn; at an end nothing is owed. A new date can be set with any step.
        """
        if made.owner is not None:
            self.answer_owner = made.owner
        due = self.answer_due_at
        if after not in STILL_OWED:
            due = None
        elif made.due_at is not None:
            due = made.due_at
        elif answered or (after in ACCEPTED and after != before):
            due = None
        elif after not in ACCEPTED and due is None:
            due = due_from(self.campaign, timezone.now())
        if due != self.answer_due_at:
            self.answer_due_at, self.answer_reminded_at, self.answer_overdue_at = due, None, None

    @property
    def open_appeal(self) -> dict[str, Any] | None:
        """The appeal that waits for its answer: {"decision": its row, "against", "decider", "by"}, or ``None``."""
        appeal: dict[str, Any] | None = self.parts.get("appeal")
        return appeal if appeal and not appeal.get("answer") else None

    @property
    def is_overdue(self: "Idea") -> bool:
        """Say whether what is owed to its author is late; by the clock, whether or not a worker ran."""
        late = self.answer_due_at is not None and self.answer_due_at <= timezone.now()
        return late and self.pipeline_status in STILL_OWED

    def author_saw_news(self: "Idea") -> None:
        """Note that the author read the latest decision."""
        self.author_has_news = False
        self.save(update_fields=["author_has_news"])


def deciders() -> Any:
    """Return the active people who may decide, by their roles or their own permission; administrators as such left out."""
    backend = settings.AUTHENTICATION_BACKENDS[0]
    return User.objects.with_perm("ideas.decide_idea", backend=backend, include_superusers=False)


def _refuse_judge_of_own_cause(appeal: dict[str, Any], by: "User") -> None:
    if appeal.get("decider") == by.pk and deciders().exclude(pk=by.pk).exists():
        raise SomebodyElseAnswers


def _has_words(answer: str) -> bool:
    return bool(to_text(answer).strip()) or "<img" in answer


def _capacity_of(user: "User") -> str:
    return next((role for role in _CAPACITIES if role in user.role_names), "")
