from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.contributions.models.activity import record
from intranet.notifications.models import Follow
from knowledge.questions.audiences import all_may_read
from knowledge.questions.errors import Refused

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from knowledge.questions.models.answer import Answer
    from knowledge.questions.models.question import Question


class Settling:
    """How a question comes to its end: accepted, closed, merged; each can be undone. Views ask ``policies`` who may."""

    accepted_answer: Any
    closed_at: Any
    duplicate_of: Any

    def accept(self: "Question", answer: "Answer", *, by: "User") -> None:
        """Mark ``answer`` as the one that answers; another one that was accepted is so no more."""
        from knowledge.questions.models.answer import Answer

        with transaction.atomic():
            held = Answer.objects.locked().get(pk=answer.pk)
            now = type(self).objects.locked().get(pk=self.pk)
            if held.question_id != now.pk or not held.is_shown or now.duplicate_of_id or not now.is_shown:
                raise Refused(_("This answer is not there any more: nothing was changed."))
            if now.accepted_answer_id != held.pk:
                now.accepted_answer, now.active_at = held, timezone.now()
                now.save(update_fields=["accepted_answer", "active_at"])
                record("answer.accepted", by=by, target=held, question=now.pk)
        self.accepted_answer = held

    def unaccept(self: "Question", *, by: "User") -> None:
        """Take the acceptance back: the question waits for an answer again."""
        with transaction.atomic():
            now = type(self).objects.locked().get(pk=self.pk)
            if now.accepted_answer_id is None:
                return
            before, now.accepted_answer = now.accepted_answer_id, None
            now.save(update_fields=["accepted_answer"])
            record("question.unaccepted", by=by, target=now, answer=before)
        self.accepted_answer = None

    def close(self: "Question", *, by: "User", why: str) -> None:
        """Take no more answers, saying why. What was said stays, and comments stay open."""
        with transaction.atomic():
            now = type(self).objects.locked().get(pk=self.pk)
            if now.closed_at is None:
                now.closed_at, now.closed_by, now.closed_why = timezone.now(), by, why
                now.save(update_fields=["closed_at", "closed_by", "closed_why"])
                record("question.closed", by=by, target=now, why=why)
        self.refresh_from_db()

    def reopen(self: "Question", *, by: "User") -> None:
        with transaction.atomic():
            now = type(self).objects.locked().get(pk=self.pk)
            if now.closed_at is not None:
                now.closed_at, now.closed_by, now.closed_why = None, None, ""
                now.save(update_fields=["closed_at", "closed_by", "closed_why"])
                record("question.reopened", by=by, target=now)
        self.refresh_from_db()

    def merge_into(self: "Question", other: "Question", *, by: "User") -> None:
        """Make this one a duplicate of ``other``: its address leads there, its followers follow that one.

        Refused when somebody who reads this one could not read the other. Its answers go with it when both have the
        same readers; else they stay here, where they were written for fewer (``?own`` still shows them). Undone by
        ``unmerge``, but for the followers: who heard of both goes on hearing.
        """
        from knowledge.questions.models.answer import Answer

        model = type(self)
        with transaction.atomic():
            list(Answer.objects.locked().filter(question__in=[self.pk, other.pk]).order_by("pk").values_list("pk"))
            pair = {q.pk: q for q in model.objects.locked().filter(pk__in=[self.pk, other.pk]).order_by("pk")}
            if len(pair) < 2:
                raise Refused(_("Choose another question than this one."))
            mine, kept = pair[self.pk], pair[other.pk]
            if mine.duplicate_of_id or kept.duplicate_of_id or not mine.is_shown or not kept.is_shown:
                raise Refused(_("One of the two was merged or hidden meanwhile: nothing was changed."))
            if not all_may_read(mine.audience, kept.audience):
                raise Refused(_("Some who can read this question could not read the other one: it cannot lead there."))
            mine.duplicate_of = kept
            mine.save(update_fields=["duplicate_of"])
            if mine.audience_id == kept.audience_id:
                Answer.objects.filter(question=mine, asked_under=None).update(asked_under=mine)
                Answer.objects.filter(question=mine).update(question=kept)
            recount(model, mine.pk, kept.pk)
            self._have_followers_follow(kept)
            record("question.merged", by=by, target=kept, duplicate=mine.pk)
        self.refresh_from_db()

    def unmerge(self: "Question", *, by: "User") -> None:
        """Make it a question of its own again, with the answers that were given to it."""
        from knowledge.questions.models.answer import Answer

        model = type(self)
        with transaction.atomic():
            given = Answer.objects.filter(asked_under=self.pk)
            list(given.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk"))
            ids = [self.pk, model.objects.filter(pk=self.pk).values_list("duplicate_of", flat=True).first() or 0]
            rows = {q.pk: q for q in model.objects.locked().filter(pk__in=ids).order_by("pk")}
            mine = rows[self.pk]
            if mine.duplicate_of_id is None or mine.duplicate_of_id not in rows:
                raise Refused(_("This question stands by itself already."))
            kept = rows[mine.duplicate_of_id]
            back = set(given.filter(question=kept).values_list("pk", flat=True))
            Answer.objects.filter(pk__in=back).update(question=mine, asked_under=None, audience=mine.audience_id)
            for answer in Answer.objects.filter(pk__in=back).select_related("discussion", "author", "audience"):
                answer.follow_question(question_shown=not mine.is_hidden and not mine.is_gone)
            if kept.accepted_answer_id in back:
                kept.accepted_answer = None
                kept.save(update_fields=["accepted_answer"])
            mine.duplicate_of = None
            mine.save(update_fields=["duplicate_of"])
            recount(model, mine.pk, kept.pk)
            record("question.unmerged", by=by, target=kept, duplicate=mine.pk)
        self.refresh_from_db()

    def _have_followers_follow(self: "Question", other: "Question") -> None:
        from intranet.accounts.models import User

        for person in User.objects.active().filter(pk__in=Follow.objects.follower_ids(self)):
            Follow.objects.follow(person, other, automatic=True)


def recount(model: Any, *keys: int) -> None:
    """Set how many answers that people can read the questions of these numbers have. Call it under their lock."""
    counted = model.objects.filter(pk__in=keys).annotate(
        n=Count("answers", filter=Q(answers__is_hidden=False, answers__taken_back_at=None))
    )
    for pk, number in counted.values_list("pk", "n"):
        model.objects.filter(pk=pk).update(answer_count=number)
