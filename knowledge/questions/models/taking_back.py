from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.contributions.models import ContributionQuerySet
from intranet.contributions.models.activity import record
from intranet.discussions.models import Post
from knowledge.questions.errors import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User
    from knowledge.questions.models.answer import Answer
    from knowledge.questions.models.question import Question


class RetractableQuerySet(ContributionQuerySet):
    """Sets of what its author can take back."""

    def shown(self) -> Self:
        """Keep what its readers can read: neither hidden nor taken back."""
        return self.filter(is_hidden=False, taken_back_at=None)

    def addressed_to(self, user: "User | AnonymousUser") -> Self:
        """Keep what is addressed to ``user``; of what was taken back, only what leaves a trace."""
        return super().addressed_to(user).filter(Q(taken_back_at=None) | Q(leaves_trace=True))

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return super().visible_to(user).filter(taken_back_at=None)


class Retractable(models.Model):
    """What its author can take back for good: the text and its history are erased, as a message's are.

    ``leaves_trace``: others had answered, commented or voted by then. What they wrote stays readable at the same
    address, which says that the author took theirs back; without a trace the address is gone.
    """

    taken_back_at = models.DateTimeField(null=True, editable=False)
    leaves_trace = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def is_taken_back(self) -> bool:
        return self.taken_back_at is not None

    @property
    def is_shown(self: Any) -> bool:
        return not self.is_hidden and self.taken_back_at is None

    @property
    def is_gone(self) -> bool:
        """Say whether nothing is left of it, not even a trace."""
        return self.taken_back_at is not None and not self.leaves_trace

    def is_visible_to(self, user: "User | AnonymousUser") -> bool:
        return super().is_visible_to(user) and self.taken_back_at is None


def _refuse_hidden(subject: Any) -> None:
    if subject.is_hidden:
        raise Refused(_("It is hidden: the decision must stay readable with what it is about. Nothing was changed."))


def _others_spoke(subject: Any, by: "User") -> bool:
    """Say whether somebody else has voted for ``subject`` or written in its discussion."""
    said = Post.objects.filter(discussion=subject.discussion_id, deleted_at=None).exclude(author=by)
    return bool(subject.votes.exists() or said.exists())


def take_back_question(question: "Question", *, by: "User") -> "Question":
    """Erase a question for its author; see ``Retractable``. Asked twice, it is done once. ``Refused`` while it is hidden."""
    from knowledge.questions.models.answer import Answer
    from knowledge.questions.models.question import Question

    with transaction.atomic():
        list(Answer.objects.locked().filter(question=question.pk).order_by("pk").values_list("pk"))
        now = Question.objects.locked().get(pk=question.pk)
        if now.is_taken_back:
            return now
        _refuse_hidden(now)
        answered = now.answers.exclude(author=by).filter(Q(taken_back_at=None) | Q(leaves_trace=True))
        now.leaves_trace = answered.exists() or now.duplicates.exists() or _others_spoke(now, by)
        now.taken_back_at = timezone.now()
        now.title = now.body = ""
        now.save()
        now.tags.clear()
        now.revisions.all().delete()
        now.share_files(by=by)
        now.follow_state()
        kept = {"kept": now.duplicate_of_id} if now.duplicate_of_id else {}
        record("question.taken_back", by=by, target=now, **kept)
    return now


def take_back_answer(answer: "Answer", *, by: "User") -> "Answer":
    """Erase an answer for its author; see ``Retractable``. Accepted, it is so no more: the question waits again."""
    from knowledge.questions.models.answer import Answer
    from knowledge.questions.models.question import Question
    from knowledge.questions.models.settling import recount

    with transaction.atomic():
        now = Answer.objects.locked().get(pk=answer.pk)
        question = Question.objects.locked().get(pk=now.question_id)
        if now.is_taken_back:
            return now
        _refuse_hidden(now)
        was_accepted = question.accepted_answer_id == now.pk
        now.leaves_trace = was_accepted or _others_spoke(now, by)
        now.taken_back_at, now.body = timezone.now(), ""
        now.save(update_fields=["taken_back_at", "leaves_trace", "body"])
        now.revisions.all().delete()
        now.follow_question(question_shown=not question.is_hidden and not question.is_gone)
        recount(Question, question.pk)
        if was_accepted:
            Question.objects.filter(pk=question.pk).update(accepted_answer=None)
            record("question.unaccepted", by=by, target=question, answer=now.pk)
        record("answer.taken_back", by=by, target=now, question=question.pk)
    return now
