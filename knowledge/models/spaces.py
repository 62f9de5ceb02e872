from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.log_actions import LogContext
from wagtail.models import Page, PagePermissionTester

from intranet.accounts.models import Audience, Department
from intranet.contributions.models.activity import record
from intranet.core.compiled import Compiled
from knowledge.models.making import add_page
from knowledge.models.placing import SITE_ROOT, Placed, free_slug, hold_place, shared_audience
from knowledge.models.querysets import SpaceManager

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from knowledge.models.articles import ArticlePage


class KnowledgeIndex(Placed, Page):
    """The root of the knowledge base; one for the site. Spaces stand under it."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["knowledge.SpacePage"]
    max_count = 1
    promote_panels: list[Any] = []
    preview_modes: list[Any] = []

    class Meta:
        verbose_name = _("knowledge base")

    def get_absolute_url(self) -> str:
        return SITE_ROOT

    def add_space(
        self,
        *,
        by: "User | None",
        title: str,
        description: str = "",
        departments: Iterable[Department] = (),
        **fields: Any,
    ) -> "SpacePage":
        """Make a space at the top of the knowledge base. See ``SpacePage.add_space``."""
        return _add_space(self, by=by, title=title, description=description, departments=departments, **fields)


class SpacePermissions(PagePermissionTester):
    def can_publish_subpage(self) -> bool:
        """Where publishing is reviewed, nothing is published in the moment it is made."""
        return super().can_publish_subpage() and not self.page.specific.wants_review


class SpacePage(Placed, Page):
    """A part of the knowledge base: articles and smaller spaces, for everyone or for some departments.

    ``departments`` is what its managers chose; ``audience`` is who may really see it: those departments, within
    the audience of the space around it. It is derived at each save, and copied to all that stands in the space.
    """

    class Order(models.TextChoices):
        TITLE = "title", _("By title")
        TREE = "tree", _("In reading order")
        RECENT = "recent", _("Latest first")

    class Publishing(models.TextChoices):
        OPEN = "open", _("Whoever may read may publish")
        REVIEW = "review", _("Somebody else reviews before it is published")

    description = models.TextField(_("description"), max_length=600, blank=True)
    departments = ParentalManyToManyField(
        Department,
        verbose_name=_("departments"),
        related_name="+",
        blank=True,
        help_text=_(
            "Leave empty to open the space to everyone. People of these departments, and of those under them, see it."
        ),
    )
    audience = models.ForeignKey(
        Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    stewards = ParentalManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("stewards"),
        related_name="+",
        blank=True,
        help_text=_("They look after the space: they review, verify and settle what nobody else does."),
    )
    publishing = models.CharField(
        _("publishing"), max_length=8, choices=Publishing, default=Publishing.OPEN, help_text=_("Who publishes here.")
    )
    review_months = models.PositiveSmallIntegerField(
        _("review interval"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("In months. Leave empty for articles that do not age."),
    )
    language = models.CharField(
        _("usual language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    article_order = models.CharField(_("order of the articles"), max_length=8, choices=Order, default=Order.TITLE)
    source_key = models.CharField(max_length=255, null=True, blank=True, unique=True, editable=False)

    objects = SpaceManager()

    parent_page_types = ["knowledge.KnowledgeIndex", "knowledge.SpacePage"]
    subpage_types = ["knowledge.SpacePage", "knowledge.ArticlePage"]
    preview_modes: list[Any] = []
    exclude_fields_in_copy = ["source_key"]

    content_panels = [
        *Page.content_panels,
        FieldPanel("description"),
        FieldPanel("departments", widget=forms.CheckboxSelectMultiple),
        FieldPanel("stewards"),
        FieldPanel("publishing"),
        FieldPanel("review_months"),
        FieldPanel("language"),
        FieldPanel("article_order"),
    ]
    promote_panels: list[Any] = []

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        permissions = [("manage_knowledge", "Can manage spaces and everybody's drafts")]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._settle()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._settle()
        super().minimal_clean()

    def _settle(self) -> None:
        """Derive the slug and the audience; ``ValidationError`` when the space, or one under it, would have no reader."""
        if not self.path:
            return
        self.choose_slug()
        parent = self.parent_space()
        self.audience = shared_audience(self.own_audience, parent.audience if parent else None)
        if self.pk:
            self.audiences_below(self.audience)

    @property
    def own_audience(self) -> Audience | None:
        """Return the audience of the chosen departments, whatever the space around allows."""
        departments = list(self.departments.all())
        return Audience.objects.for_departments(departments) if departments else None

    def audiences_below(self, audience: Audience | None) -> "dict[SpacePage, Audience | None]":
        """Return what each space under this one becomes if this one is for ``audience``; parents before children."""
        by_path: dict[str, Audience | None] = {self.path: audience}
        found: dict[SpacePage, Audience | None] = {}
        below = SpacePage.objects.filter(path__startswith=self.path).exclude(pk=self.pk).order_by("path")
        for space in below.prefetch_related("departments"):
            try:
                found[space] = by_path[space.path] = shared_audience(space.own_audience, by_path[space.parent_path])
            except ValidationError as error:
                raise ValidationError(
                    _(
                        "Nobody could read “%(space)s”, inside: it is restricted to departments that this would shut out."
                    ),
                    params={"space": space.title},
                ) from error
        return found

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; when who may see the space changed, all that stands in it follows in the same transaction."""
        with transaction.atomic():
            is_new = self._state.adding
            before = None if is_new else _audience_of.first(self.pk)
            super().save(*args, **kwargs)
            if before is not None and before != (self.audience_id,):
                from knowledge.actions import spread_audience

                spread_audience(self)

    def with_content_json(self, content: dict[str, Any]) -> "SpacePage":
        """Keep what belongs to the space and not to one version of it (Wagtail restores the rest)."""
        page = super().with_content_json(content)
        page.slug, page.audience_id, page.source_key = self.slug, self.audience_id, self.source_key
        page.set_url_path(self.get_parent())
        return page

    @property
    def wants_review(self) -> bool:
        return self.publishing == self.Publishing.REVIEW

    def permissions_for_user(self, user: "User") -> PagePermissionTester:
        return SpacePermissions(user, self)

    def nearest_stewards(self) -> "list[User]":
        """Return the active stewards of this space or, when it names none, of the nearest space around that does."""
        for space in SpacePage.objects.around(self).order_by("-path").prefetch_related("stewards"):
            named = [person for person in space.stewards.all() if person.is_active]
            if named:
                return named
        return []

    # What people do with a space.

    def add_space(
        self,
        *,
        by: "User | None",
        title: str,
        description: str = "",
        departments: Iterable[Department] = (),
        **fields: Any,
    ) -> "SpacePage":
        """Make a space inside this one. ``ValidationError`` if nobody of ``departments`` may see this one."""
        return _add_space(self, by=by, title=title, description=description, departments=departments, **fields)

    def revise(
        self,
        *,
        by: "User | None",
        title: str,
        description: str,
        departments: Iterable[Department],
        stewards: "Iterable[User]",
        review_months: int | None,
        language: str,
        article_order: str,
        publishing: str = "",
    ) -> None:
        """Change what the space says and who may see it; its articles, threads and files follow at once."""
        with transaction.atomic(), LogContext(user=by):
            self.title = self.draft_title = title
            self.description, self.language, self.article_order = description, language, article_order
            self.review_months = review_months
            self.publishing = publishing or self.publishing
            self.departments, self.stewards = list(departments), list(stewards)
            self.save()
            self.save_revision(user=by, changed=False, log_action=True)
            record("space.updated", by=by, target=self)

    @transaction.atomic
    def move_to(
        self,
        parent: "SpacePage | KnowledgeIndex",
        *,
        by: "User | None",
        departments: Iterable[Department] | None = None,
    ) -> None:
        """Put this space, with all it holds, under ``parent``; old addresses lead to the new ones.

        ``departments``, when given, are who it is for there. ``ValidationError`` when it, or a space inside, would
        have no reader there.
        """
        if self.parent_path == parent.path:
            return
        if departments is not None:
            self.departments = list(departments)
        around = parent.audience if isinstance(parent, SpacePage) else None
        self.audiences_below(shared_audience(self.own_audience, around))
        self.departments.commit()
        with LogContext(user=by):
            place = hold_place(parent)
            slug = free_slug(self.title, parent=place, but=self.pk, wish=self.slug)
            Page.objects.filter(pk=self.pk).update(slug=slug)
            SpacePage.objects.get(pk=self.pk).move(place, pos="last-child")
        self.refresh_from_db()
        self.__dict__.pop("_cluster_related_objects", None)

    def add_article(self, *, by: "User | None", title: str, body: str = "", **fields: Any) -> "ArticlePage":
        """Write an article here: see ``knowledge.models.writing.write_article``."""
        from knowledge.models.writing import write_article

        return write_article(self, by=by, title=title, body=body, **fields)


_audience_of = Compiled(lambda pk: SpacePage.objects.filter(pk=pk).values_list("audience_id"))


def _add_space(
    parent: Page,
    *,
    by: "User | None",
    title: str,
    departments: Iterable[Department],
    stewards: "Iterable[User]" = (),
    **fields: Any,
) -> SpacePage:
    with transaction.atomic(), LogContext(user=by):
        space = SpacePage(title=title, owner=by, **fields)
        for name, chosen in (("departments", list(departments)), ("stewards", list(stewards))):
            if chosen:
                setattr(space, name, chosen)
        place = hold_place(parent)
        space.choose_slug(place)
        add_page(space, under=place, by=by)
        record("space.created", by=by, target=space)
    return space
