from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from ideas.answering import due_from, first_owner
from ideas.errors import ActNotOpen, ClosedToEdits, EditedMeanwhile
from ideas.models.authored import Authored
from ideas.models.campaign import Campaign
from ideas.models.coauthor import CoAuthor
from ideas.models.decidable import Decidable
from ideas.models.idea_queryset import BODY_FIELDS, IdeaQuerySet
from ideas.models.revision import IdeaRevision
from ideas.models.status import ELSEWHERE, Status
from ideas.models.supportable import Supportable
from ideas.why_not import why_not_submit
from ideas.words import words_of
from intranet.accounts.models import Audience, Department
from intranet.contributions.models import Contribution, UploadUse
from intranet.contributions.models.activity import record
from intranet.contributions.registry import registry
from intranet.core.fields import RichTextField
from intranet.core.richtext import CleanHTML, clean, excerpt, to_text, upload_keys
from intranet.discussions.models import Discussion
from intranet.notifications.models import Follow

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User

SUMMARY_LENGTH = 280


class Idea(Supportable, Decidable, Authored, Contribution):
    """A proposal that colleagues can support, discuss, and get an official answer to.

    Until somebody supports it, its author's edits leave no trace; from the first support on, each one is a
    revision that everybody can compare with the one before: nobody finds their support under another text.

    ``cost`` is in whole units of the campaign's currency; ``answers`` what was said in the campaign's own fields
    ({key: plain text}). Until ``answer_due_at`` an official answer is owed, by ``answer_owner`` if it has one.
    ``author_ids`` repeats the co-authors who accepted. ``parts`` says which parts of the page have something to show
    ({name: how many or what}), so that an idea that has none costs no query.
    """

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.PROTECT, related_name="ideas", editable=False
    )
    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(max_length=80, editable=False)
    problem = RichTextField(_("the problem"), profile="article", blank=True)
    proposal = RichTextField(_("the proposal"), profile="article")
    benefit = RichTextField(_("expected benefit"), profile="article", blank=True)
    summary = models.CharField(max_length=SUMMARY_LENGTH + 20, blank=True, editable=False)
    words = models.TextField(blank=True, editable=False)
    departments = models.ManyToManyField(
        Department, verbose_name=_("departments concerned"), blank=True, related_name="ideas"
    )
    tags = TaggableManager(_("tags"), blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.SUBMITTED, editable=False
    )
    last_decision = models.ForeignKey(
        "ideas.Decision", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    official_answer = models.ForeignKey(
        "ideas.Decision", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    author_has_news = models.BooleanField(default=False, editable=False)
    support_count = models.PositiveIntegerField(_("supports"), default=0, editable=False)
    imported_support_count = models.PositiveIntegerField(_("supports before import"), default=0, editable=False)
    imported_author = models.CharField(_("author before import"), max_length=120, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    discussion = models.OneToOneField(Discussion, on_delete=models.PROTECT, related_name="+", editable=False)
    cost = models.PositiveBigIntegerField(_("cost"), null=True, blank=True, editable=False)
    answers: Any = models.JSONField(default=dict, blank=True, editable=False)
    answer_due_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    answer_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    answer_reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer_overdue_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged_here", editable=False
    )
    split_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="split_out", editable=False
    )
    co_authors: Any = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through=CoAuthor,
        through_fields=("idea", "user"),
        related_name="+",
        editable=False,
        blank=True,
    )
    author_ids: Any = models.JSONField(default=list, blank=True, editable=False)
    amends = models.CharField(max_length=120, blank=True, editable=False, db_index=True)
    parts: Any = models.JSONField(default=dict, blank=True, editable=False)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        permissions = [("decide_idea", "Can change the status of ideas and answer them officially")]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="ideas_newest"),
            models.Index(
                (F("support_count") + F("imported_support_count")).desc(), F("id").desc(), name="ideas_supported"
            ),
            models.Index(fields=["status", "-created_at"], name="ideas_status"),
            models.Index(fields=["author", "-created_at"], name="ideas_author"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self._derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("ideas:detail", args=[self.pk, self.slug])

    @property
    def pipeline_status(self) -> Status:
        return Status(self.status)

    @property
    def stands_elsewhere(self) -> bool:
        """Say whether it was merged into another idea, or split: that is where it is supported and answered."""
        return self.pipeline_status in ELSEWHERE

    def is_by(self, user: "User | AnonymousUser") -> bool:
        """Say whether ``user`` wrote it: the author, or a co-author who accepted."""
        return super().is_by(user) or (user.pk is not None and user.pk in self.author_ids)

    @property
    def writer_ids(self) -> set[int]:
        """The ids of its author and of the co-authors who accepted."""
        return {*self.author_ids, *([self.author_id] if self.author_id else [])}

    @property
    def author_name(self) -> str:
        """The name to show: the author's, or the one that came with an import ("" if nobody is known)."""
        return str(self.author) if self.author else self.imported_author

    @classmethod
    def submit(
        cls,
        *,
        by: "User",
        title: str,
        problem: str,
        proposal: str,
        benefit: str = "",
        departments: Iterable[Department] = (),
        tags: Iterable[str] = (),
        language: str = "",
        campaign: Campaign | None = None,
        audience: Audience | None = None,
        answers: dict[str, str] | None = None,
        cost: int | None = None,
        amends: str = "",
    ) -> "Idea":
        """Publish a new idea of ``by`` at once, with its discussion; its author follows it. The answer clock starts.

        ``ActNotOpen`` when ``campaign`` (the open box if not given) takes no idea of theirs now.
        """
        campaign = campaign or Campaign.objects.open_box()
        if word := why_not_submit(by, campaign):
            raise ActNotOpen(word)
        audience = audience or campaign.audience
        with transaction.atomic():
            idea = cls(
                author=by,
                audience=audience,
                campaign=campaign,
                language=language or by.language,
                title=title,
                problem=problem,
                proposal=proposal,
                benefit=benefit,
                answers=answers or {},
                cost=cost,
                amends=amends,
                discussion=Discussion.objects.open_for("idea", audience=audience),
            )
            idea.answer_due_at = due_from(idea.campaign, idea.created_at)
            idea.answer_owner = first_owner(idea.campaign)
            idea.save()
            idea._gather(departments, tags, by=by)
            IdeaRevision.objects.keep(idea, by=by, visible=False)
            Follow.objects.follow(by, idea, automatic=True)
            record("idea.submitted", by=by, target=idea)
        return idea

    def edit(
        self,
        *,
        by: "User",
        version: int,
        departments: Iterable[Department],
        tags: Iterable[str],
        **texts: Any,
    ) -> None:
        """Change the text: silently while nobody has ever supported the idea, as a visible revision after.

        ``texts``: title, problem, proposal, benefit, language, answers, cost. ``version`` is the one that the form was opened on;
        raises ``EditedMeanwhile`` if another was saved since, ``ClosedToEdits`` once work began or the matter closed.
        The rule is decided under the row's lock, so a support given meanwhile always finds the old text in history.
        While people vote, the cost stays what it is.
        """
        with transaction.atomic():
            now = Idea.objects.locked().get(pk=self.pk)
            if not now.pipeline_status.accepts_support:
                raise ClosedToEdits(now)
            if now.version != version:
                raise EditedMeanwhile
            if texts.get("cost", now.cost) != now.cost and Campaign.objects.filter(
                pk=now.campaign_id, rulebook__isnull=False
            ):
                texts["cost"] = now.cost
            visible = now.was_ever_supported
            if visible and not now.revisions.exists():
                IdeaRevision.objects.keep(now, by=now.author, visible=False)
            for name, value in texts.items():
                setattr(self, name, value)
            self.version, self.edited_at = version + 1, timezone.now()
            self._derive()
            self.save(update_fields=[*texts, "slug", "summary", "words", "version", "edited_at"])
            self._gather(departments, tags, by=by)
            IdeaRevision.objects.keep(self, by=by, visible=visible)
            record("idea.edited", by=by, target=self, visible=visible)

    def on_hidden_changed(self, *, by: "User") -> None:
        """Follow a decision of the moderation room, inside its transaction."""
        self.discussion.follow_subject(audience=self.audience, published=not self.is_hidden)
        self.share_files(by=None)

    def follow_campaign(self, audience: Audience | None) -> None:
        """Be addressed to ``audience``, to whom the campaign is now; the thread and the files follow."""
        self.audience = audience
        self.save(update_fields=["audience"])
        self.discussion.follow_subject(audience=audience, published=not self.is_hidden)
        self.share_files(by=None)

    def _gather(self, departments: Iterable[Department], tags: Iterable[str], *, by: "User") -> None:
        self.departments.set(departments)
        self.tags.set(list(tags))
        self.share_files(by=by)

    def share_files(self, *, by: "User | None") -> None:
        """Open the files of the texts, and those beside them, to their readers; to nobody while the idea is hidden.

        ``by`` wrote or attached them: what they may not read themselves is not opened. Parts of the room that keep
        files of an idea answer the service ``idea.files`` (their keys), and call this where those change.
        """
        keys: set[str] = set()
        if not self.is_hidden:
            keys = keys.union(*(upload_keys(getattr(self, name)) for name in BODY_FIELDS))
            keys = keys.union(*registry.ask("idea.files", self))
        UploadUse.objects.sync(self, keys=keys, audience=self.audience, by=by)

    def _derive(self) -> None:
        for name in BODY_FIELDS:
            if not isinstance(getattr(self, name), CleanHTML):
                setattr(self, name, clean(getattr(self, name), "article"))
        self.slug = slugify(self.title)[:80].strip("-") or "idea"
        self.summary = excerpt(self.problem or self.proposal, SUMMARY_LENGTH)
        self.words = words_of(self.title, f"{to_text(self.problem)} {to_text(self.proposal)}", self.language)
