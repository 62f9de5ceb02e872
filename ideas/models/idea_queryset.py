from typing import TYPE_CHECKING, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from ideas.models.coauthor import CoAuthor
from ideas.models.revision import IdeaRevision
from ideas.models.rulebook import Elector
from ideas.models.status import ELSEWHERE, OPEN_TO_SUPPORT, STILL_OWED, UNDECIDED
from ideas.models.support import Support
from intranet.contributions.models import ContributionQuerySet
from intranet.notifications.models import Follow

if TYPE_CHECKING:
    from intranet.accounts.models import User

BODY_FIELDS = ("problem", "proposal", "benefit")


class IdeaQuerySet(ContributionQuerySet):
    def locked(self) -> Self:
        """Lock the rows until the end of the transaction. Does not wait for, nor stop, rows that refer to them."""
        return self.select_for_update(no_key=True, of=("self",))

    def for_cards(self) -> Self:
        """Load what a row of a list shows, in one query; nothing in it depends on who looks."""
        return self.for_list().select_related("author__department")

    def for_list(self) -> Self:
        """Load what a row shows but for departments, which a list knows already: a table more takes PostgreSQL three times as long to plan."""
        return self.select_related("author", "campaign", "discussion").defer(
            *BODY_FIELDS, "answers", "words", "campaign__about", "campaign__rules"
        )

    def for_page(self, user: "User") -> Self:
        """Load what the page of one idea shows, with how ``user`` stands to it, in one query.

        Annotates ``supported_at`` (or ``None``), ``is_following``, ``is_elector`` (of the vote that is open),
        ``latest_revision`` (its number) and ``revised_at``.
        """
        latest = IdeaRevision.objects.filter(idea=OuterRef("pk")).order_by("-number")
        following = Follow.objects.filter(
            user=user.pk,
            is_muted=False,
            target_type=ContentType.objects.get_for_model(self.model),
            target_id=OuterRef("pk"),
        )
        return self.select_related(
            "author__department",
            "campaign",
            "discussion",
            "official_answer__by__department",
            "official_answer__reason",
            "last_decision",
            "answer_owner",
        ).annotate(
            supported_at=Subquery(Support.objects.filter(idea=OuterRef("pk"), user=user.pk).values("at")),
            is_following=Exists(following),
            is_elector=Exists(Elector.objects.filter(rulebook=OuterRef("campaign__rulebook"), user=user.pk)),
            latest_revision=Subquery(latest.values("number")[:1]),
            revised_at=Subquery(latest.values("at")[:1]),
        )

    def open_to_support(self) -> Self:
        return self.filter(status__in=OPEN_TO_SUPPORT)

    def standing(self) -> Self:
        """Leave out what stands in another idea or in its parts."""
        return self.exclude(status__in=ELSEWHERE)

    def undecided(self) -> Self:
        """Keep what waits for an answer: none was given yet, or one is owed again (an appeal, a new look)."""
        return self.filter(Q(official_answer=None) | Q(answer_due_at__isnull=False), status__in=UNDECIDED)

    def overdue(self) -> Self:
        """Keep those of which an answer or a promised step is late now."""
        return self.filter(answer_due_at__lte=timezone.now(), status__in=STILL_OWED)

    def by(self, user: "User") -> Self:
        """Keep what ``user`` wrote, alone or with others."""
        joined = CoAuthor.objects.filter(user=user.pk, accepted_at__isnull=False, left_at=None).values("idea")
        return self.filter(Q(author=user.pk) | Q(pk__in=joined))
