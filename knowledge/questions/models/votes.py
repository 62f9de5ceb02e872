from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connections, models, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.contributions.models.activity import record
from knowledge.questions.errors import Refused

if TYPE_CHECKING:
    from intranet.accounts.models import User


class VoteManager(models.Manager[Any]):
    def insert_once(self, subject: models.Model, user: "User") -> bool:
        """Add the vote of ``user`` unless it stands already; return whether a row was added.

        Raw, because ``bulk_create(ignore_conflicts=True)`` does not say whether it inserted, and whoever moves the
        count must know. A concurrent insert of the same pair waits for the other's transaction, then adds nothing.
        """
        connection, meta = connections[self.db], self.model._meta
        column = meta.get_field(self.model.SUBJECT).column
        at = meta.get_field("at").get_db_prep_value(timezone.now(), connection)
        table, column = connection.ops.quote_name(meta.db_table), connection.ops.quote_name(column)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({column}, user_id, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",  # noqa: S608 (names of our own models)
                [subject.pk, user.pk, at],
            )
            return bool(cursor.rowcount == 1)


class Vote(models.Model):
    """One person's vote. Should an account be deleted, the row stays without a name so that the count holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = VoteManager()

    SUBJECT = ""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.user_id} → {getattr(self, f'{self.SUBJECT}_id')}"


class QuestionVote(Vote):
    """One person has the same question."""

    question = models.ForeignKey("questions.Question", on_delete=models.CASCADE, related_name="votes")

    SUBJECT = "question"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "user"], name="question_vote_once")]


class AnswerVote(Vote):
    """One person was helped by an answer."""

    answer = models.ForeignKey("questions.Answer", on_delete=models.CASCADE, related_name="votes")

    SUBJECT = "answer"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "user"], name="answer_vote_once")]


class Votable:
    """Giving and taking back one's vote. Each is exact under concurrency and can be asked twice without harm.

    Votes only say yes: among colleagues a vote against a person's answer costs more than it tells, and with one kind
    of vote the order by number is the order by lower bound (Wilson's) too. ``vote_count`` counts the rows and moves
    with them in one transaction, under the lock of what is voted for.
    """

    VOTES: type[Vote]
    vote_count: Any

    def vote(self: Any, *, by: "User") -> bool:
        """Add the vote of ``by``; return whether it is new. Nobody votes for what they wrote themselves."""
        with transaction.atomic():
            now = type(self).objects.locked().only("author", "is_hidden", "taken_back_at").get(pk=self.pk)
            if now.is_by(by):
                raise Refused(_("You wrote this yourself: the votes of the others are what counts."))
            if now.is_taken_back:
                raise Refused(_("Its author took this back meanwhile: nothing was changed."))
            if now.is_hidden:
                raise Refused(_("This was hidden meanwhile: nothing was changed."))
            given = self.VOTES.objects.insert_once(self, by)
            if given:
                self._move_count(1)
                record(f"{self.VOTES.SUBJECT}.voted", by=by, target=self)
        return bool(given)

    def withdraw_vote(self: Any, *, by: "User") -> bool:
        """Take back the vote of ``by``; return whether there was one."""
        with transaction.atomic():
            type(self).objects.locked().only("pk").get(pk=self.pk)
            withdrawn = self.votes.filter(user=by).delete()[0] > 0
            if withdrawn:
                self._move_count(-1)
                record(f"{self.VOTES.SUBJECT}.vote_withdrawn", by=by, target=self)
        return withdrawn

    def _move_count(self: Any, change: int) -> None:
        type(self).objects.filter(pk=self.pk).update(vote_count=Greatest(F("vote_count") + change, 0))
        self.vote_count = max(self.vote_count + change, 0)
