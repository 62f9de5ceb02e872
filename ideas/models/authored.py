from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ideas.errors import AppealedAlready, NothingNew, NotNow, WordsRequired
from ideas.live import announce
from ideas.models.coauthor import CoAuthor
from ideas.models.decidable import CLOCK_FIELDS, Commitment, deciders
from ideas.models.decision import Decision
from ideas.models.status import WITHDRAWABLE, Status
from ideas.words import stems
from intranet.contributions.models.activity import record
from intranet.core.richtext import clean, to_text
from intranet.notifications.models import Follow

if TYPE_CHECKING:
    from ideas.models.idea import Idea
    from intranet.accounts.models import User

# What makes an appeal more than a repetition: this many words, and this many that the idea did not have.
_ENOUGH_WORDS = 12
_NEW_WORDS = 5
_LANGUAGES = ("fr", "en")


class Authored:
    """What those who wrote an idea do with it after it is there: write it together, say more, appeal, withdraw."""

    author_ids: Any
    parts: Any

    def withdraw(self: "Idea", *, by: "User", why: str = "") -> Decision:
        """Take the idea back; it stays readable, and nothing is owed about it. ``NotNow`` once it was answered."""
        with transaction.atomic():
            now = type(self).objects.locked().get(pk=self.pk)
            if now.pipeline_status not in WITHDRAWABLE:
                raise NotNow(now)
            step = self._author_step(now, by=by, status=Status.WITHDRAWN, words=why)
            self._keep_step(clear_clock=True)
            record("idea.withdrawn", by=by, target=self, decision=step.pk)
        return step

    def answer_more(self: "Idea", *, by: "User", words: str) -> Decision:
        """Give leadership what it asked for: the idea is under review again, and the clock starts anew."""
        words = _in_full(words)
        with transaction.atomic():
            now = type(self).objects.locked().get(pk=self.pk)
            if now.pipeline_status != Status.NEEDS_MORE:
                raise NotNow(now)
            step = self._author_step(now, by=by, status=Status.UNDER_REVIEW, words=words)
            self._keep_step()
            record("idea.more_given", by=by, target=self, decision=step.pk)
        return step

    def appeal(self: "Idea", *, by: "User", words: str) -> Decision:
        """Ask once for a declined idea to be looked at again, with something new: it is under review again.

        ``NothingNew`` when the words say what the idea said. Somebody else than who declined it owes the answer, where
        there is somebody else. Two at once: the constraint lets one through (``AppealedAlready``).
        """
        words = _in_full(words)
        with transaction.atomic():
            now = type(self).objects.locked().get(pk=self.pk)
            if now.parts.get("appeal"):
                raise AppealedAlready
            if now.pipeline_status != Status.DECLINED:
                raise NotNow(now)
            if not _brings_something(now, words):
                raise NothingNew
            declined = now.decisions.filter(to_status=Status.DECLINED).order_by("-pk").first()
            decider = declined.by_id if declined else None
            if now.answer_owner_id is not None and now.answer_owner_id == decider:
                now.answer_owner = deciders().exclude(pk=decider).filter(pk=now.campaign.sponsor_id).first()
            try:
                with transaction.atomic():
                    step = self._author_step(now, by=by, status=Status.UNDER_REVIEW, words=words)
            except IntegrityError:
                raise AppealedAlready from None
            against = declined.pk if declined else None
            told = {"decision": step.pk, "against": against, "decider": decider, "by": by.pk}
            self.parts = {**now.parts, "appeal": told}
            self._keep_step()
            record("idea.appealed", by=by, target=self, decision=step.pk)
        return step

    def invite(self: "Idea", person: "User", *, by: "User") -> bool:
        """Ask ``person`` to write this idea with its authors; return whether they were asked now.

        Whoever wrote it, was asked and has not answered, or declined or left before is not asked again.
        """
        with transaction.atomic():
            now = type(self).objects.locked().get(pk=self.pk)
            if person.pk in now.writer_ids or not now.is_visible_to(person):
                return False
            row, is_new = CoAuthor.objects.get_or_create(idea=now, user=person, defaults={"invited_by": by})
            if not is_new:
                return False
            self._follow_rows(now)
            record("idea.coauthor_invited", by=by, target=self, person=person.pk, row=row.pk)
        return True

    def join(self: "Idea", *, by: "User") -> bool:
        """Accept an invitation: ``by`` may edit, follows the idea, and hears what its author hears."""
        with transaction.atomic():
            now = type(self).objects.locked().get(pk=self.pk)
            row = CoAuthor.objects.filter(idea=now, user=by, left_at=None, accepted_at=None).first()
            if row is None:
                return False
            row.accepted_at = timezone.now()
            row.save(update_fields=["accepted_at"])
            Follow.objects.follow(by, self, automatic=True)
            self._follow_rows(now)
            record("idea.coauthor_joined", by=by, target=self)
        return True

    def leave(self: "Idea", person: "User", *, by: "User") -> bool:
        """Decline an invitation, stop being a co-author, or (``by`` its author) take back an invitation.

        The versions that they wrote keep their name. Taken back before an answer, the invitation can be made again.
        """
        with transaction.atomic():
            now = type(self).objects.locked().get(pk=self.pk)
            row = CoAuthor.objects.filter(idea=now, user=person, left_at=None).first()
            if row is None:
                return False
            if row.accepted_at is None and by.pk != person.pk:
                row.delete()
            else:
                row.left_at = timezone.now()
                row.save(update_fields=["left_at"])
            self._follow_rows(now)
            record("idea.coauthor_left", by=by, target=self, person=person.pk)
        return True

    def hand_to(self: "Idea", person: "User | None", *, by: "User", due_at: Any = None) -> None:
        """Say who owes the next answer or step (``None``: nobody in particular), and until when if it changes."""
        with transaction.atomic():
            now = type(self).objects.locked().get(pk=self.pk)
            before = now.answer_owner_id
            self.answer_due_at, self.answer_owner = now.answer_due_at, person
            self.answer_reminded_at, self.answer_overdue_at = now.answer_reminded_at, now.answer_overdue_at
            if due_at is not None and due_at != now.answer_due_at:
                self.answer_due_at, self.answer_reminded_at, self.answer_overdue_at = due_at, None, None
            self.save(update_fields=[*CLOCK_FIELDS])
            if before != self.answer_owner_id or due_at is not None:
                record("idea.handed_over", by=by, target=self, to=self.answer_owner_id, before=before)

    def note_part(self: "Idea", **told: Any) -> None:
        """Write into ``parts`` what the page has to know of its parts; ``None`` takes an entry out. Locks the row."""
        with transaction.atomic():
            now = type(self).objects.locked().only("pk", "parts").get(pk=self.pk)
            merged = {**now.parts, **told}
            self.parts = {name: value for name, value in merged.items() if value is not None}
            type(self).objects.filter(pk=self.pk).update(parts=self.parts)

    def _author_step(self: "Idea", now: "Idea", *, by: "User", status: Status, words: str) -> Decision:
        nothing = Commitment()
        return self._step(
            now, by=by, status=status, answer=clean(words, profile="post"), made=nothing, kind=Decision.Kind.AUTHOR
        )

    def _keep_step(self: "Idea", *, clear_clock: bool = False) -> None:
        if clear_clock:
            self.answer_due_at = self.answer_reminded_at = self.answer_overdue_at = None
        self.author_has_news = False
        self.save(update_fields=["status", "last_decision", "author_has_news", "parts", *CLOCK_FIELDS])
        announce(self.pk)

    def _follow_rows(self: "Idea", now: "Idea") -> None:
        """Repeat on the idea who wrote it with its author, and who is asked: the page and lists read it there."""
        rows = list(CoAuthor.objects.filter(idea=now, left_at=None).order_by("accepted_at", "pk"))
        self.author_ids = [row.user_id for row in rows if row.accepted_at]
        asked = [row.user_id for row in rows if not row.accepted_at]
        self.parts = {name: value for name, value in {**now.parts, "invited": asked}.items() if value}
        type(self).objects.filter(pk=self.pk).update(author_ids=self.author_ids, parts=self.parts)


def _in_full(words: str) -> str:
    words = clean(words, profile="post")
    if len(to_text(words).split()) < 2:
        raise WordsRequired
    return words


def _brings_something(idea: "Idea", words: str) -> bool:
    """Say whether an appeal says what neither the idea nor the answers to it said: long enough, with words of its own."""
    text = to_text(words)
    if len(text.split()) < _ENOUGH_WORDS:
        return False
    texts = [idea.title, *(to_text(getattr(idea, name)) for name in ("problem", "proposal", "benefit"))]
    texts += [to_text(answer) for answer in idea.decisions.values_list("answer", flat=True)]
    known = set().union(*stems(" ".join(texts), *_LANGUAGES))
    said = stems(text, *_LANGUAGES)
    return sum(1 for word in said if not word & known) >= _NEW_WORDS
