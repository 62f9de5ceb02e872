from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PagePermissionTester, Revision, Workflow, WorkflowState

from intranet.contributions.models import Contribution, UploadUse
from intranet.contributions.registry import registry
from intranet.core.compiled import Compiled
from intranet.core.fields import RichTextField
from intranet.core.richtext import upload_keys
from intranet.discussions.models import Discussion
from knowledge.models.placing import Near, Placed
from knowledge.models.querysets import ArticleManager
from knowledge.models.spaces import SpacePage
from knowledge.models.writing import Writing
from knowledge.text import anchored, fold, outline, reading_minutes, words_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey("knowledge.ArticlePage", related_name="tagged_items", on_delete=models.CASCADE)


class ArticleAdminForm(WagtailAdminPageForm):
    """The form of the admin: what it began from must still be the latest version, as on the site."""

    def clean(self) -> dict[str, Any]:
        """Refuse a save over a newer version. The page then shows which is the latest: saved again, it is on purpose."""
        data = super().clean()
        began_from = self.data.get("overwrite_revision_id") or self.data.get("loaded_revision_id")
        now = ArticlePage.objects.filter(pk=self.instance.pk).values_list("latest_revision_id", flat=True).first()
        if began_from and now and began_from != str(now):
            newer = _(
                "Somebody saved a newer version of this article since you opened it, and nothing of yours was saved. Your text is still here: look at the newer version in another tab, put both together, then save again."
            )
            self.add_error(None, newer)
        return data


class NeedsReview(PermissionDenied):
    """Somebody else, who looks after the space, has to approve it before readers see it. Nothing was published."""


class ArticlePermissions(PagePermissionTester):
    """What the admin offers. Where publishing is reviewed it offers no "Publish" to anybody: it sends for review, as the site does."""

    def can_publish(self) -> bool:
        return super().can_publish() and not self.page.specific.wants_review


class ArticlePage(Placed, Writing, Contribution, Page):
    """What somebody knows, written for the others. A Wagtail page: each save is a revision, publishing shows one.

    The row holds what is published; a revision newer than ``live_revision`` holds changes not published yet.
    ``audience`` is its space's, copied whenever either is saved or moved. ``title_folded``, ``headings`` and
    ``word_count`` are read from the text at each save, whoever saves (the site, the Wagtail admin, an import).
    ``source_key`` names the document an import made it from, so that importing again finds it.
    """

    body = RichTextField(_("text"), profile="article", blank=True)
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences, shown in lists and in search.")
    )
    tags = ClusterTaggableManager(verbose_name=_("tags"), through=ArticleTag, blank=True)
    discussion = models.OneToOneField(
        Discussion, on_delete=models.PROTECT, related_name="+", blank=True, editable=False
    )
    title_folded = models.CharField(max_length=600, blank=True, editable=False, db_index=True)
    headings = models.JSONField(default=list, blank=True, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    source_key = models.CharField(max_length=255, null=True, blank=True, unique=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    archived_why = models.CharField(max_length=300, blank=True, editable=False)
    # What other parts show beside certain words, so that showing it costs no query (``passages``).
    margin = models.JSONField(default=list, blank=True, editable=False)

    objects = ArticleManager()

    # Of lists (``for_cards``): the language that it is written in too, "" when it is not.
    also_in = ""

    # What this object holds was judged a moment ago, under the lock of its row: see ``making``.
    is_judged = False

    # Articles to name beside this one that the reader may see, by id: see ``presenting.related_to``.
    near: dict[int, Near] = {}

    parent_page_types = ["knowledge.SpacePage"]
    subpage_types: list[str] = []
    base_form_class = ArticleAdminForm
    template = "knowledge/article.html"
    exclude_fields_in_copy = ["discussion", "source_key", "is_hidden", "archived_at", "archived_why", "margin"]

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("tags"),
        FieldPanel("language"),
    ]
    promote_panels: list[Any] = []

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [models.Index(fields=["audience", "is_hidden"], name="article_audience")]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._settle()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._settle()
        super().minimal_clean()

    def _settle(self) -> None:
        """Derive what follows from the text and from the place; called before every validation and save."""
        self.body = anchored(self.body)
        self.headings = outline(self.body)
        self.word_count = words_in(self.body)
        self.title_folded = fold(self.title)[:600]
        if self.path:
            self.choose_slug()
            space = self.parent_space()
            self.audience_id = space.audience_id if space else None

    def save(self, **options: Any) -> None:
        """Save; an article is never without its author and its thread, wherever it is made."""
        if self.author_id is None and self._state.adding:
            self.author_id = self.owner_id
        if self.is_judged:
            options.setdefault("clean", False)
        if self.discussion_id is not None:
            super().save(**options)
            return
        with transaction.atomic():
            self.discussion = Discussion.objects.open_for("article", audience=None, published=False)
            super().save(**options)

    def with_content_json(self, content: dict[str, Any]) -> "ArticlePage":
        """Keep what belongs to the article and not to one version of it (Wagtail restores the rest)."""
        page = super().with_content_json(content)
        for name in (
            "slug",
            "author_id",
            "audience_id",
            "discussion_id",
            "is_hidden",
            "created_at",
            "edited_at",
            "source_key",
            "archived_at",
            "archived_why",
            "margin",
        ):
            setattr(page, name, getattr(self, name))
        page.set_url_path(self.get_parent())
        return page

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from knowledge.presenting import preview_context

        return super().get_preview_context(request, mode_name) | preview_context(self)

    def __str__(self) -> str:
        return self.title

    def follow_readers(self) -> None:
        """Have the thread and the files follow who may read this: called after each change of state."""
        shown = self.live and not self.is_hidden
        self.discussion.follow_subject(audience=self.audience, published=shown)
        keys = upload_keys(self.body) if shown else set()
        if shown and self.has_unpublished_changes and self.latest_revision_id:
            keys |= upload_keys(self.working_version().body)
        if shown:
            keys = keys.union(*registry.ask("article.files", self))
        UploadUse.objects.sync(self, keys=keys, audience=self.audience)
        registry.ask("article.readdressed", [self.pk])

    def on_hidden_changed(self, *, by: "User") -> None:
        """Called by the moderation room in its transaction, after ``is_hidden`` changed."""
        self.follow_readers()

    def is_visible_to(self, user: "User | AnonymousUser") -> bool:
        return self.live and super().is_visible_to(user)

    @property
    def space(self) -> SpacePage:
        """Return the space it stands in; one query, then kept."""
        if not hasattr(self, "_space"):
            space = self.parent_space()
            if space is None:
                raise SpacePage.DoesNotExist
            self._space = space
        return self._space

    @property
    def wants_review(self) -> bool:
        """Say whether somebody else reviews before readers see a version; one query for its space, then kept."""
        return self.space.wants_review

    def publish(self, revision: Revision, user: "User | None" = None, **options: Any) -> None:
        """Show ``revision`` to the readers: every way of publishing a version ends here, on the site and in the admin.

        ``NeedsReview`` when ``user`` may not (``policies.can_publish``); ``None`` is the site itself (an import by command).
        """
        from knowledge.policies import can_publish

        if user is not None and self.wants_review and not can_publish(user, self, until=revision.pk):
            raise NeedsReview
        super().publish(revision, user=user, **options)

    def permissions_for_user(self, user: "User") -> PagePermissionTester:
        return ArticlePermissions(user, self)

    def get_workflow(self) -> Workflow | None:
        """Return how Wagtail has it reviewed, when its space wants that (service ``article.workflow``)."""
        if not self.wants_review:
            return None
        return next((workflow for workflow in registry.ask("article.workflow") if workflow), None)

    @property
    def current_workflow_state(self) -> WorkflowState | None:
        """Return the review under way, which Wagtail asks for after each publication; hardly ever is there one."""
        if hasattr(self, "_current_workflow_states") or _under_way(self.get_base_content_type().pk, str(self.pk)):
            return super().current_workflow_state
        return None

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.word_count)

    @property
    def ref(self) -> str:
        """The stable name of this article in a link of a text (``data-ref``), whatever its address becomes."""
        return f"article:{self.pk}"


_under_way = Compiled(
    lambda kind, pk: WorkflowState.objects.active().filter(base_content_type=kind, object_id=pk).values_list("pk")
)
