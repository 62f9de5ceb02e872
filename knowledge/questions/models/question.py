import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from taggit.managers import TaggableManager

from intranet.contributions.models import Contribution, UploadUse
from intranet.contributions.models.activity import record
from intranet.core.fields import RichTextField
from intranet.core.richtext import CleanHTML, clean, excerpt, upload_keys
from intranet.discussions.models import Discussion
from intranet.notifications.models import Follow
from knowledge.models import SpacePage
from knowledge.models.placing import hold_place
from knowledge.questions.audiences import all_may_read
from knowledge.questions.errors import EditedMeanwhile, Refused
from knowledge.questions.flood import refuse_answering, refuse_asking
from knowledge.questions.models.answer import Answer
from knowledge.questions.models.revisions import QuestionRevision
from knowledge.questions.models.settling import Settling
from knowledge.questions.models.taking_back import Retractable, RetractableQuerySet, take_back_question
from knowledge.questions.models.votes import QuestionVote, Votable

if TYPE_CHECKING:
    from intranet.accounts.models import User

SUMMARY_LENGTH = 240


class QuestionQuerySet(RetractableQuerySet):
    def locked(self) -> Self:
        """Lock the rows until the end of the transaction. Does not wait for, nor stop, rows that refer to them."""
        return self.select_for_update(no_key=True, of=("self",))

    def current(self) -> Self:
        """Leave out those that were merged into another."""
        return self.filter(duplicate_of=None)

    def solved(self) -> Self:
        return self.filter(accepted_answer__is_hidden=False)

    def unsolved(self) -> Self:
        """Keep what still waits: open, and no answer accepted that people can read."""
        return self.filter(closed_at=None).filter(Q(accepted_answer=None) | Q(accepted_answer__is_hidden=True))

    def unanswered(self) -> Self:
        return self.filter(closed_at=None, answer_count=0)

    def for_cards(self) -> Self:
        return self.select_related("author__department", "space", "accepted_answer").defer("body")

    def for_page(self, user: "User") -> Self:
        """Load what the page of one question shows; adds ``is_voted`` and ``is_following`` of ``user``."""
        kind = ContentType.objects.get_for_model(Question)
        following = Follow.objects.filter(user=user.pk, is_muted=False, target_type=kind, target_id=OuterRef("pk"))
        return self.select_related(
            "author__department", "space", "accepted_answer", "closed_by", "discussion", "duplicate_of"
        ).annotate(
            is_voted=Exists(QuestionVote.objects.filter(question=OuterRef("pk"), user=user.pk)),
            is_following=Exists(following),
        )


class Question(Votable, Settling, Retractable, Contribution):
    """What somebody needs to know, with the answers of colleagues.

    Comments use the discussions room, not a mechanism of their own: the question has a ``Discussion``, shown live on
    its page, and so has each ``Answer``, shown live on the answer's own page. Mentions, reactions, editing, hiding,
    notifications and catching up then work as everywhere, and one page never holds two live threads. An answer is a
    model of its own and not a message, because it is voted for, accepted, credited, and edited with a history.

    ``audience`` is the space's at all times (null without a space: everyone). ``duplicate_of`` is the question that
    this one was merged into. Lock order everywhere: answers, then questions by number.
    """

    VOTES = QuestionVote

    title = models.CharField(gettext_lazy("title"), max_length=160)
    slug = models.SlugField(max_length=80, editable=False)
    body = RichTextField(gettext_lazy("details"), profile="post", blank=True)
    summary = models.CharField(max_length=SUMMARY_LENGTH + 20, blank=True, editable=False)
    space = models.ForeignKey(
        SpacePage,
        verbose_name=gettext_lazy("space"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    tags = TaggableManager(gettext_lazy("tags"), blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    vote_count = models.PositiveIntegerField(default=0, editable=False)
    answer_count = models.PositiveIntegerField(default=0, editable=False)
    active_at = models.DateTimeField(default=timezone.now, editable=False)
    accepted_answer = models.ForeignKey(Answer, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    closed_why = models.CharField(max_length=300, blank=True, editable=False)
    duplicate_of = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="duplicates", editable=False
    )
    discussion = models.OneToOneField(Discussion, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("name of a record", "question")
        verbose_name_plural = pgettext_lazy("name of a record", "questions")
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="question_sent_once")]
        indexes = [
            models.Index(fields=["-active_at", "-id"], name="question_active"),
            models.Index(fields=["answer_count", "-created_at"], name="question_unanswered"),
            models.Index(fields=["author", "-created_at"], name="question_author"),
        ]

    def __str__(self) -> str:
        return self.title or _("Question taken back")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self._derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("knowledge:questions:detail", args=[self.pk, self.slug])

    @property
    def is_solved(self) -> bool:
        """Say whether an answer that people can read was accepted."""
        return self.accepted_answer is not None and self.accepted_answer.is_shown

    @classmethod
    def ask(
        cls,
        *,
        by: "User",
        title: str,
        body: str = "",
        space: SpacePage | None = None,
        tags: Iterable[str] = (),
        language: str = "",
        client_id: uuid.UUID | None = None,
    ) -> "Question":
        """Publish a question of ``by`` at once, for those who see ``space``; sent twice (``client_id``), it is one.

        ``TooMany`` when ``by`` asks faster than colleagues can answer.
        """
        client_id = client_id or uuid.uuid4()
        with transaction.atomic():
            if not cls.was_sent(by=by, client_id=client_id):
                refuse_asking(cls.objects.all(), by)
            space = _as_it_is(space)
            audience = space.audience if space else None
            question, is_new = cls.objects.get_or_create(
                author=by,
                client_id=client_id,
                defaults={
                    "audience": audience,
                    "language": language or by.language,
                    "title": title,
                    "body": body,
                    "space": space,
                    "discussion": lambda: Discussion.objects.open_for("question", audience=audience),
                },
            )
            if is_new:
                question.tags.set(list(tags))
                question.share_files(by=by)
                Follow.objects.follow(by, question, automatic=True)
                record("question.asked", by=by, target=question)
        return question

    @classmethod
    def was_sent(cls, *, by: "User", client_id: uuid.UUID | None) -> bool:
        """Say whether ``by`` posted the form with this ``client_id`` already: a second click, or a page sent again."""
        return client_id is not None and cls.objects.filter(author=by, client_id=client_id).exists()

    def answer(self, *, by: "User", body: str, client_id: uuid.UUID | None = None, language: str = "") -> Answer:
        """Give an answer; sent twice, it is one. ``Refused`` once the question is closed, merged or hidden."""
        client_id = client_id or uuid.uuid4()
        with transaction.atomic():
            now = Question.objects.locked().get(pk=self.pk)
            twin = Answer.objects.filter(author=by, client_id=client_id).first()
            if twin is not None:
                return twin
            refuse_answering(Answer.objects.all(), by)
            if not now.is_shown or now.closed_at or now.duplicate_of_id:
                raise Refused(
                    _("This question takes no more answers. Your text is below: copy it to use it elsewhere.")
                )
            given = Answer(
                author=by,
                question=now,
                audience_id=now.audience_id,
                language=language or by.language,
                body=body,
                client_id=client_id,
                discussion=Discussion.objects.open_for("answer", audience=now.audience),
            )
            given.save()
            given.share_files(by=by)
            Question.objects.filter(pk=now.pk).update(answer_count=F("answer_count") + 1, active_at=given.created_at)
            Follow.objects.follow(by, now, automatic=True)
            Follow.objects.follow(by, given, automatic=True)
            if now.author is not None:
                Follow.objects.follow(now.author, given, automatic=True)
            record("answer.given", by=by, target=given, question=now.pk)
        self.refresh_from_db(fields=["answer_count", "active_at"])
        return given

    def edit(
        self,
        *,
        by: "User",
        version: int,
        title: str,
        body: str,
        space: SpacePage | None,
        tags: Iterable[str],
        language: str,
    ) -> None:
        """Change the text; what it said before stays in its history.

        ``EditedMeanwhile`` when another version was saved since the form was opened. Moving it to a space that more
        people read is refused once others have written under it: they wrote for those who could read it then.
        """
        with transaction.atomic():
            now = Question.objects.locked().select_related("discussion").get(pk=self.pk)
            if now.is_taken_back:
                raise Refused(_("You took this question back. Nothing was saved; your text is below."))
            if now.version != version:
                raise EditedMeanwhile(
                    _("This question was changed since you opened the form. Nothing was saved; your text is below.")
                )
            space = _as_it_is(space)
            self._refuse_to_widen(now, space)
            old_tags = sorted(now.tags.names())
            QuestionRevision.objects.create(question=now, title=now.title, body=now.body, tags=old_tags, replaced_by=by)
            now.title, now.body, now.language, now.space = title, body, language, space
            now.version, now.edited_at = version + 1, timezone.now()
            now._derive()
            now.save(update_fields=["title", "body", "language", "space", "version", "edited_at", "slug", "summary"])
            now.tags.set(list(tags))
            readdress(Question.objects.filter(pk=now.pk), space.audience_id if space else None)
            now.refresh_from_db()
            now.share_files(by=by)
            record("question.edited", by=by, target=now)
        self.refresh_from_db()

    def on_hidden_changed(self, *, by: "User") -> None:
        """Follow a decision of the moderation room, inside its transaction: answers and comments go with the question."""
        self.share_files(by=self.author)
        self.follow_state()

    def take_back(self, *, by: "User") -> None:
        """Erase it; see ``Retractable``."""
        take_back_question(self, by=by)
        self.refresh_from_db()

    def follow_state(self) -> None:
        """Have its comments, its answers and theirs be for whoever may read it now."""
        is_there = not self.is_hidden and not self.is_gone
        self.discussion.follow_subject(audience=self.audience, published=is_there)
        for given in self.answers.select_related("discussion", "author", "audience"):
            given.follow_question(question_shown=is_there)

    def share_files(self, *, by: "User | None") -> None:
        """Open the files of the text to its readers; to nobody while the question is hidden."""
        keys = upload_keys(self.body) if self.is_shown else set()
        UploadUse.objects.sync(self, keys=keys, audience=self.audience, by=by)

    def _refuse_to_widen(self, now: "Question", space: SpacePage | None) -> None:
        if (space.audience_id if space else None) == now.audience_id or not (
            now.answer_count or now.discussion.post_count
        ):
            return
        if not all_may_read(space.audience if space else None, now.audience):
            raise Refused(
                _("Colleagues have written here for those who can see this space: choose one that nobody else can see.")
            )

    def _derive(self) -> None:
        if not isinstance(self.body, CleanHTML):
            self.body = clean(self.body, "post")
        self.slug = slugify(self.title)[:80].strip("-") or "question"
        self.summary = excerpt(self.body, SUMMARY_LENGTH)


def _as_it_is(space: SpacePage | None) -> SpacePage | None:
    """Return ``space`` read again under its lock: who may see it cannot change until the question stands in it."""
    if space is None:
        return None
    hold_place(space)
    return SpacePage.objects.select_related("audience").get(pk=space.pk)


def readdress(questions: "models.QuerySet[Question]", audience_id: int | None) -> None:
    """Set who may read ``questions``, with their answers, comments and files. Call it in the transaction that decides it."""
    from intranet.accounts.models import Audience

    moved = list(questions.exclude(audience=audience_id) if audience_id else questions.exclude(audience=None))
    if not moved:
        return
    audience = Audience.objects.get(pk=audience_id) if audience_id else None
    keys = [question.pk for question in moved]
    answers = Answer.objects.filter(question__in=keys)
    answers.update(audience=audience)
    Question.objects.filter(pk__in=keys).update(audience=audience)
    # Those given in between; from here on an answer waits for its question's lock and finds the new readers.
    answers.exclude(audience=audience).update(audience=audience)
    for model, ids in ((Question, keys), (Answer, list(answers.values_list("pk", flat=True)))):
        kind = ContentType.objects.get_for_model(model)
        UploadUse.objects.filter(target_type=kind, target_id__in=ids).update(audience=audience)
    threads = Q(pk__in=[question.discussion_id for question in moved]) | Q(pk__in=answers.values("discussion"))
    for discussion in Discussion.objects.filter(threads):
        discussion.follow_subject(audience=audience, published=discussion.is_published)
