"""Who may do what with questions: named predicates, asked by views and templates alike."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from knowledge import policies as knowledge_policies

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from knowledge.questions.models import Answer, Question

# The asker alone says what answered them; should they forget, a steward may after this.
STEWARD_ACCEPTS_AFTER = timedelta(days=7)


def can_steward(user: "User", question: "Question") -> bool:
    """Look after a question: the stewards of its space, and who may manage the knowledge base."""
    steward = getattr(knowledge_policies, "can_steward", None)
    if steward is not None and question.space is not None:
        return bool(steward(user, question.space))
    return knowledge_policies.can_manage_knowledge(user)


def can_read_text(user: "User", question: "Question") -> bool:
    """Read what stands at a question's address, of those addressed to ``user``: of a hidden one, only its author."""
    return not question.is_hidden or question.is_by(user)


def takes_answers(question: "Question") -> bool:
    return question.closed_at is None and question.duplicate_of_id is None and question.is_shown


def can_edit(user: "User", question: "Question") -> bool:
    return question.is_by(user) and question.duplicate_of_id is None and not question.is_taken_back


def can_edit_answer(user: "User", answer: "Answer") -> bool:
    """The author; a hidden one too, so that it can be put right."""
    return answer.is_by(user) and not answer.is_taken_back


def can_take_back(user: "User", subject: "Question | Answer") -> bool:
    """The author. Not while it is hidden: the decision must stay readable with what it is about."""
    return subject.is_by(user) and subject.is_shown


def can_accept(user: "User", question: "Question") -> bool:
    """Say which answer answers: who asked, at any time; a steward, after a week."""
    if not question.is_shown or question.duplicate_of_id is not None:
        return False
    late = question.created_at < timezone.now() - STEWARD_ACCEPTS_AFTER
    return question.is_by(user) or (late and can_steward(user, question))


def can_close(user: "User", question: "Question") -> bool:
    """Close, reopen and merge: who asked, and the stewards."""
    if not question.is_shown:
        return False
    return question.is_by(user) or can_steward(user, question)
