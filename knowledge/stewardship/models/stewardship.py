from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.accounts.models import Department
from intranet.contributions.models.activity import record
from knowledge.models import ArticlePage
from knowledge.stewardship.models.concern import Concern

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User


class StewardshipQuerySet(models.QuerySet["Stewardship"]):
    def of(self, article: ArticlePage) -> "Stewardship":
        """Return the row of ``article``, made when it has none: its author then owns it."""
        row, _created = self.get_or_create(article=article, defaults={"owner_id": article.author_id})
        return row

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Keep those whose article ``user`` may find."""
        return self.filter(article__in=ArticlePage.objects.visible_to(user))

    def in_charge(self, user: "User") -> Self:
        """Keep those that ``user`` owns or reviews, or that the user's department (or one above it) owns."""
        mine = Q(owner=user) | Q(reviewer=user)
        if user.department is not None:
            path, step = user.department.path, Department.steplen
            above = [path[:end] for end in range(step, len(path) + 1, step)]
            mine |= Q(owner_department__path__in=above)
        return self.filter(mine)

    def unowned(self) -> Self:
        return self.filter(owner=None, owner_department=None)


class Stewardship(models.Model):
    """Who answers for an article, when somebody last said that it is right, and whether it is to check.

    An owner is a person or a department, not both. ``reasons`` repeats the open concerns (see ``Concern.frozen``)
    and is written with them: the page and the lists read it without another query.
    """

    class State(models.TextChoices):
        UNVERIFIED = "unverified", _("Not verified yet")
        VERIFIED = "verified", _("Verified")
        TO_CHECK = "to_check", _("To check")

    article = models.OneToOneField(ArticlePage, on_delete=models.CASCADE, related_name="stewardship")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    owner_department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Where the owner worked when they took it on: another department later is a reason to check.
    owner_worked_in = models.ForeignKey(Department, null=True, on_delete=models.SET_NULL, related_name="+")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, db_index=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.UNVERIFIED, db_index=True)
    reasons = models.JSONField(default=list)

    objects = StewardshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(owner=None) | Q(owner_department=None), name="stewardship_one_owner")
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.state}"

    @property
    def is_owned(self) -> bool:
        return self.owner_id is not None or self.owner_department_id is not None

    def hold(self) -> "Stewardship":
        """Return the row as it is now, locked until the end of the transaction."""
        return Stewardship.objects.select_for_update().get(pk=self.pk)

    @transaction.atomic
    def verify(self, *, by: "User") -> None:
        """Say that the article is right as it reads now: what was open against it is settled."""
        row = self.hold()
        row.concerns.settle(by=by)
        row.verified_at, row.verified_by = timezone.now(), by
        row._settle()
        record("article.verified", by=by, target=row.article)
        self.refresh_from_db()

    @transaction.atomic
    def entrust(
        self,
        *,
        by: "User",
        owner: "User | None" = None,
        department: Department | None = None,
        reviewer: "User | None" = None,
        among: bool = False,
    ) -> None:
        """Give the article to ``owner`` or ``department``. ``ValidationError`` for somebody who may not see it.

        ``among``: one of several that are given together; they are told once, by whoever gives them.
        """
        for person in (owner, reviewer):
            if person is not None and not person.belongs_to(self.article.audience_id):
                raise ValidationError(_("%(name)s may not see this article."), params={"name": person.display_name})
        row = self.hold()
        row.owner, row.owner_department, row.reviewer = owner, department, reviewer
        row.owner_worked_in = owner.department if owner else None
        row.concerns.filter(kind__in=(Concern.Kind.OWNER_LEFT, Concern.Kind.OWNER_MOVED)).settle(by=by)
        row._settle()
        told = {"owner": owner.pk if owner else None, "reviewer": reviewer.pk if reviewer else None}
        record("article.entrusted", by=by, target=row.article, **told, among=among)
        self.refresh_from_db()

    def _settle(self) -> None:
        """Write what follows from the open concerns. Call it under the row's lock."""
        still_open = list(self.concerns.open())
        self.reasons = [concern.frozen() for concern in still_open]
        if still_open:
            self.state = self.State.TO_CHECK
        else:
            self.state = self.State.VERIFIED if self.verified_at else self.State.UNVERIFIED
        self.save()


@transaction.atomic
def raise_concern(articles: Iterable[int], kind: str, *, cause: str = "", data: "dict[str, Any] | None" = None) -> int:
    """Mark these articles (ids) as to check for this reason; return how many were not for this reason already.

    Archived and unpublished articles are left in peace. May be run twice: an open concern is not raised again.
    """
    shown = ArticlePage.objects.filter(pk__in=list(articles), live=True, archived_at=None)
    raised = 0
    for article in shown.select_related("stewardship"):
        row = Stewardship.objects.of(article).hold()
        _concern, created = Concern.objects.get_or_create(stewardship=row, kind=kind, cause=cause, settled_at=None)
        if created:
            raised += 1
            row._settle()
            record("article.to_check", by=None, target=article, kind=kind, cause=cause, **(data or {}))
    return raised


def drop_concerns(articles: Iterable[int], kind: str, *, cause: str, by: "User | None") -> None:
    """Settle one reason on these articles: what raised it is over."""
    with transaction.atomic():
        for row in Stewardship.objects.select_for_update().filter(article__in=list(articles)):
            if row.concerns.filter(kind=kind, cause=cause).settle(by=by):
                row._settle()
                record("article.concern_settled", by=by, target=row.article, kind=kind)
