from typing import TYPE_CHECKING, Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageManager, PageQuerySet

from intranet.contributions.models import ContributionQuerySet
from intranet.contributions.registry import registry
from intranet.notifications.models import Follow
from knowledge.policies import can_manage_knowledge
from knowledge.text import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User
    from knowledge.models.spaces import SpacePage


class SpaceQuerySet(PageQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep the spaces that ``user`` may know of."""
        if not user.is_authenticated:
            return self.none()
        kept = self.filter(live=True)
        return kept if user.sees_everything else kept.filter(Q(audience=None) | Q(audience__in=user.audience_ids))

    def around(self, page: Page) -> Self:
        """Keep the spaces that ``page`` stands in, itself included when it is one."""
        ends = range(Page.steplen, len(page.path) + 1, Page.steplen)
        return self.filter(path__in=[page.path[:end] for end in ends])

    def stewarded_by(self, user: "User") -> Self:
        """Keep the spaces that ``user`` looks after and may see, with the spaces inside them. Two queries."""
        if can_manage_knowledge(user):
            return self.visible_to(user)
        mine = Q(pk__in=[])
        for path in self.model.objects.filter(stewards=user.pk).values_list("path", flat=True):
            mine |= Q(path__startswith=path)
        return self.visible_to(user).filter(mine)

    def stewarding(self, user: "User", *, path: str) -> Exists:
        """Return the condition that ``user`` is a steward of a space around what stands at ``path`` (a name in the outer query).

        The set form of ``policies.can_steward``, but for who manages the knowledge base.
        """
        mine = self.filter(stewards=user.pk).annotate(of=ExpressionWrapper(OuterRef(path), output_field=CharField()))
        return Exists(mine.filter(of__startswith=F("path")))


class ArticleQuerySet(ContributionQuerySet, PageQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep the published articles that ``user`` may find: addressed to them and not hidden."""
        return super().visible_to(user).filter(live=True)

    def current(self) -> Self:
        """Leave out what was archived: lists show it only when asked to."""
        return self.filter(archived_at=None)

    def readable_by(self, user: "User | AnonymousUser") -> Self:
        """Keep what ``user`` may open by its address: what is published (even hidden: the page says so), and their drafts.

        A draft opens for its author and for those who manage the knowledge base.
        """
        kept = self.addressed_to(user)
        return kept if can_manage_knowledge(user) else kept.filter(Q(live=True) | Q(author=user.pk))

    def editable_by(self, user: "User | AnonymousUser") -> Self:
        """Keep what ``user`` may edit; the set form of ``policies.can_edit``."""
        kept = self.readable_by(user)
        return kept if can_manage_knowledge(user) else kept.filter(Q(is_hidden=False) | Q(author=user.pk))

    def drafts_of(self, user: "User") -> Self:
        """Keep what ``user`` wrote and has not published, or not published all of; the latest first."""
        mine = self.addressed_to(user).filter(
            Q(live=False, author=user) | Q(live=True, has_unpublished_changes=True, latest_revision__user=user)
        )
        return mine.order_by("-latest_revision_created_at")

    def with_following(self, user: "User") -> Self:
        """Add ``is_following``: whether ``user`` follows the article."""
        kind = ContentType.objects.get_for_model(self.model)
        mine = Follow.objects.filter(user=user.pk, is_muted=False, target_type=kind, target_id=OuterRef("pk"))
        return self.annotate(is_following=Exists(mine))

    def in_space(self, space: "SpacePage", *, deep: bool = False) -> Self:
        """Keep the articles of ``space``; with ``deep`` those of the spaces under it too."""
        kept = self.filter(path__startswith=space.path)
        return kept if deep else kept.filter(depth=space.depth + 1)

    def titled_like(self, text: str) -> Self:
        """Keep titles holding ``text`` (accents and case apart), those that begin with it first, short before long."""
        wanted = fold(text)
        return self.filter(title_folded__contains=wanted).order_by(
            Case(
                When(title_folded__startswith=wanted, then=Value(0)),
                When(title_folded__contains=f" {wanted}", then=Value(1)),
                default=Value(2),
            ),
            Length("title_folded"),
            "title_folded",
            "pk",
        )

    def for_cards(self) -> Self:
        """Load what a row of a list shows, and not the texts."""
        also = {name: of for answer in registry.ask("article.carded") for name, of in answer.items()}
        rows = self.select_related("author__department").defer("body", "headings", "margin")
        return rows.annotate(**also).with_space_title()

    def with_space_title(self) -> Self:
        """Add ``space_title``: the title of the space that each stands in."""
        parent_path = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen)
        return self.annotate(space_title=Subquery(Page.objects.filter(path=parent_path).values("title")[:1]))


# Any: the stubs lose the queryset's own methods on the way through Wagtail's managers.
SpaceManager: Any = PageManager.from_queryset(SpaceQuerySet, "SpaceManager")
ArticleManager: Any = PageManager.from_queryset(ArticleQuerySet, "ArticleManager")
