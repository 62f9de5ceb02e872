import uuid
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from intranet.contributions.models import Contribution, UploadUse
from intranet.contributions.models.activity import record
from intranet.core.fields import RichTextField
from intranet.core.richtext import clean, upload_keys
from intranet.discussions.models import Discussion
from knowledge.questions.errors import EditedMeanwhile, Refused
from knowledge.questions.models.revisions import AnswerRevision
from knowledge.questions.models.taking_back import Retractable, RetractableQuerySet, take_back_answer
from knowledge.questions.models.votes import AnswerVote, Votable

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User


class AnswerQuerySet(RetractableQuerySet):
    def locked(self) -> Self:
        return self.select_for_update(no_key=True, of=("self",))

    def addressed_to(self, user: "User | AnonymousUser") -> Self:
        """Keep the answers to questions that ``user`` may see: with a hidden question its answers are gone."""
        there = Q(question__taken_back_at=None) | Q(question__leaves_trace=True)
        return super().addressed_to(user).filter(there, question__is_hidden=False)

    def in_order(self, accepted: int | None) -> Self:
        """The accepted one, then those that helped most, then the earlier ones."""
        first = Case(When(pk=accepted or 0, then=Value(0)), default=Value(1))
        return self.order_by(first, "-vote_count", "created_at", "pk")

    def for_page(self, user: "User") -> Self:
        """Load what a page shows of an answer, and whether ``user`` voted for it (``is_voted``)."""
        mine = AnswerVote.objects.filter(answer=OuterRef("pk"), user=user.pk)
        return self.select_related("author__department", "discussion").annotate(is_voted=Exists(mine))


class Answer(Votable, Retractable, Contribution):
    """What a colleague answers. It has its own discussion for comments, on its own page (see ``Question``).

    ``audience`` is its question's. ``asked_under`` is the question that it was given to, when that was merged into
    another: undoing the merge gives it back. Lock order everywhere: the answer, then its question.
    """

    VOTES = AnswerVote

    question = models.ForeignKey("questions.Question", on_delete=models.PROTECT, related_name="answers", editable=False)
    asked_under = models.ForeignKey(
        "questions.Question", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    body = RichTextField(gettext_lazy("your answer"), profile="post")
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    vote_count = models.PositiveIntegerField(default=0, editable=False)
    discussion = models.OneToOneField(Discussion, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("name of a record", "answer")
        verbose_name_plural = pgettext_lazy("name of a record", "answers")
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="answer_sent_once")]
        indexes = [
            models.Index(fields=["question", "-vote_count", "created_at"], name="answer_order"),
            models.Index(fields=["author", "-created_at"], name="answer_author"),
        ]

    def __str__(self) -> str:
        return _("Answer to “%(title)s”") % {"title": self.question}

    def get_absolute_url(self) -> str:
        return reverse("knowledge:questions:answer", args=[self.question_id, self.pk])

    def is_visible_to(self, user: "User | AnonymousUser") -> bool:
        return super().is_visible_to(user) and not self.question.is_hidden and not self.question.is_gone

    def edit(self, *, by: "User", body: str, version: int) -> None:
        """Replace the text; what it said before stays in its history. ``EditedMeanwhile`` when another was saved since."""
        with transaction.atomic():
            now = Answer.objects.locked().get(pk=self.pk)
            if now.is_taken_back:
                raise Refused(_("You took this answer back. Nothing was saved; your text is below."))
            if now.version != version:
                raise EditedMeanwhile(
                    _("This answer was changed since you opened the form. Nothing was saved; your text is below.")
                )
            body = clean(body, "post")
            if now.body == body:
                return
            AnswerRevision.objects.create(answer=now, body=now.body, replaced_by=by)
            now.body, now.version, now.edited_at = body, version + 1, timezone.now()
            now.save(update_fields=["body", "version", "edited_at"])
            now.share_files(by=by)
            record("answer.edited", by=by, target=now)
        self.refresh_from_db()

    def on_hidden_changed(self, *, by: "User") -> None:
        """Follow a decision of the moderation room, inside its transaction, which holds this row."""
        from knowledge.questions.models.question import Question
        from knowledge.questions.models.settling import recount

        question = Question.objects.locked().get(pk=self.question_id)
        recount(Question, question.pk)
        self.follow_question(question_shown=not question.is_hidden and not question.is_gone)

    def take_back(self, *, by: "User") -> None:
        """Erase it; see ``Retractable``."""
        take_back_answer(self, by=by)
        self.refresh_from_db()

    def follow_question(self, *, question_shown: bool) -> None:
        """Have the comments and the files be for whoever may read the answer now."""
        is_there = question_shown and not self.is_hidden and not self.is_gone
        self.discussion.follow_subject(audience=self.audience, published=is_there)
        self.share_files(shown=question_shown, by=self.author)

    def share_files(self, *, by: "User | None", shown: bool = True) -> None:
        keys = upload_keys(self.body) if shown and self.is_shown else set()
        UploadUse.objects.sync(self, keys=keys, audience=self.audience, by=by)
