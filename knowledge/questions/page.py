"""What the pages of questions show, gathered with a bounded number of queries."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.core.pagination import Page, page_of
from intranet.discussions.models import Post
from intranet.moderation.notices import notice_for, notices_for
from knowledge.presenting import Crumb
from knowledge.questions import policies
from knowledge.questions.credits import became
from knowledge.questions.experts import Evidence, Titles, read_evidence
from knowledge.questions.forms import AnswerForm
from knowledge.questions.models import Answer, Question, Routing

if TYPE_CHECKING:
    from intranet.accounts.models import User

ANSWERS = 20
COMMENTS = 3


@dataclass(frozen=True)
class Asked:
    """Somebody the question was put to, and why, as the reader may know it."""

    routing: Routing
    evidence: list[Evidence]


def crumbs(question: Question | None = None) -> list[Crumb]:
    found = [
        Crumb(_("Knowledge"), reverse("knowledge:index")),
        Crumb(_("Questions"), reverse("knowledge:questions:list")),
    ]
    return [*found, Crumb(str(question), question.get_absolute_url())] if question else found


def answer_draft_key(question: int) -> str:
    """Return the key of what one writes to answer: the same on the page of the question and where a refusal leads."""
    return f"answer-to-{question}"


def question_context(request: HttpRequest, question: Question, form: AnswerForm | None = None) -> dict[str, Any]:
    """Return what the page of ``question`` (read ``for_page``) shows; the number of queries does not grow with its answers."""
    user = request.user
    reads = policies.can_read_text(user, question)
    context: dict[str, Any] = {"question": question, "reads": reads, "notice": notice_for(question), "crumbs": crumbs()}
    if not reads:
        return context
    answers = answers_of(request, question)
    is_steward = policies.can_steward(user, question)
    routed = asked_of(question, user) if not question.is_solved else []
    return context | {
        "answers": answers,
        "form": form or AnswerForm(),
        "draft_key": answer_draft_key(question.pk),
        "tags": list(question.tags.all()),
        "duplicates": list(question.duplicates.visible_to(user).only("title", "slug", "language")[:10]),
        "became": became(user, question=question),
        "routed": routed,
        "is_routed": not any(answer.is_by(user) for answer in answers)
        and any(one.routing.person_id == user.pk and not one.routing.declined_at for one in routed),
        "takes_answers": policies.takes_answers(question),
        "can_edit": policies.can_edit(user, question),
        "can_take_back": policies.can_take_back(user, question),
        "can_accept": policies.can_accept(user, question),
        "can_close": policies.can_close(user, question),
        "is_steward": is_steward,
        "is_mine": question.is_by(user),
    }


def answers_of(request: HttpRequest, question: Question) -> Page:
    """Return a page of the answers in their order, each with its ``notice`` if hidden and its latest ``comments``."""
    rows = question.answers.addressed_to(request.user).for_page(request.user).in_order(question.accepted_answer_id)
    page = page_of(request, rows, size=ANSWERS)
    notices = notices_for(page.items)
    comments = comments_on(page.items, request.user)
    for answer in page.items:
        answer.question = question
        answer.notice = notices.get(answer.pk)
        answer.comments = comments.get(answer.discussion_id, [])
        answer.is_mine = answer.is_by(request.user)
    return page


def comments_on(answers: list[Answer], user: "User") -> dict[int, list[Post]]:
    """Return the latest comments on each answer, oldest first, by discussion; one query."""
    spoken = [
        answer.discussion_id
        for answer in answers
        if answer.discussion.post_count and not answer.is_hidden and not answer.is_gone
    ]
    if not spoken:
        return {}
    latest = Window(RowNumber(), partition_by=F("discussion"), order_by=F("number").desc())
    posts = Post.objects.visible_to(user).filter(discussion__in=spoken).annotate(place=latest)
    found: dict[int, list[Post]] = {}
    for post in posts.filter(place__lte=COMMENTS).select_related("author__department").order_by("discussion", "number"):
        found.setdefault(post.discussion_id, []).append(post)
    return found


def asked_of(question: Question, user: "User") -> list[Asked]:
    """Return whom the question was put to, with what ``user`` may see of why; three queries."""
    routings = list(question.routings.select_related("person__department").filter(person__is_active=True))
    titles = Titles(user, (routing.evidence for routing in routings))
    return [Asked(routing, read_evidence(user, routing.evidence, titles)) for routing in routings]
