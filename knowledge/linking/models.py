from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.contributions.models import AttachedFile, AttachedFileQuerySet
from knowledge.models import ArticlePage, SpacePage
from knowledge.policies import can_manage_knowledge

if TYPE_CHECKING:
    from intranet.accounts.models import User

PASSAGE = 200


class CitationQuerySet(models.QuerySet["Citation"]):
    def visible_to(self, user: "User") -> Self:
        """Keep the links of published articles that ``user`` may read."""
        return self.filter(article__in=ArticlePage.objects.visible_to(user).current())

    def cared_for_by(self, user: "User") -> Self:
        """Keep those that ``user`` is to mend: in the spaces they look after; everywhere, who manages the knowledge base."""
        kept = self.visible_to(user)
        return kept if can_manage_knowledge(user) else kept.filter(standing_in(user, "article__path"))

    def to(self, kind: str, pk: int) -> Self:
        """Keep the links to this object from other articles."""
        kept = self.filter(kind=kind, target_id=pk)
        return kept.exclude(article=pk) if kind == "article" else kept

    def broken(self) -> Self:
        return self.filter(state=Citation.State.BROKEN)

    def wanted(self, user: "User") -> Self:
        """Keep the links to pages that nobody wrote yet, as far as ``user`` can see."""
        seen = ArticlePage.objects.visible_to(user)
        written = seen.filter(title_folded=OuterRef("wanted_folded"))
        once = FormerTitle.objects.filter(article__in=seen, folded=OuterRef("wanted_folded"))
        return self.filter(~Exists(written), ~Exists(once), state=Citation.State.WANTED)


class Citation(models.Model):
    """A link in the published text of an article: to something of the site, to a page still to be written, or broken.

    Read from the text by the worker each time it is published (``reading.py``), never edited. Links to elsewhere are
    not kept. What the person who published may not see counts as broken: for them, nothing is there.
    """

    class State(models.TextChoices):
        FOUND = "found", _("leads somewhere")
        WANTED = "wanted", _("still to be written")
        BROKEN = "broken", _("leads nowhere")

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=6, choices=State)
    # What it leads to, or led to before it went: the kind's name and the id.
    kind = models.CharField(max_length=30, blank=True)
    target_id = models.BigIntegerField(null=True)
    wanted = models.CharField(max_length=200, blank=True)
    wanted_folded = models.CharField(max_length=600, blank=True)
    address = models.CharField(max_length=500, blank=True)
    # The words of the link, and the sentence around them.
    words = models.CharField(max_length=120, blank=True)
    passage = models.CharField(max_length=PASSAGE, blank=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "target_id"], name="citation_of"),
            models.Index(fields=["wanted_folded"], name="citation_wanted", condition=Q(state="wanted")),
            models.Index(fields=["article"], name="citation_broken", condition=Q(state="broken")),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.wanted or self.address}"


class FormerTitle(models.Model):
    """A title that readers knew an article by, and that it has no more: what asks for it by that name finds it.

    Read from what was published (``reading.note_titles``); a draft's title was never known.
    """

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="former_titles")
    folded = models.CharField(max_length=600, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "folded"], name="former_title_once")]

    def __str__(self) -> str:
        return f"{self.folded} → {self.article_id}"


class ReadingQuerySet(models.QuerySet["Reading"]):
    def missing(self) -> "models.QuerySet[ArticlePage]":
        """Return the published articles whose latest published text was not read for links yet."""
        done = self.filter(article=OuterRef("pk"), revision=OuterRef("live_revision_id"))
        return ArticlePage.objects.filter(~Exists(done), live=True).exclude(live_revision=None).order_by("pk")


class Reading(models.Model):
    """Which published text of an article its citations were read from; and what its page shows, read along with it.

    ``cited_by``: the ids of the first articles that cite it, whoever may see them. ``files``: what the list of its files
    says of each. Both are derived (``reading.count_citing``, ``files.list_files``).
    """

    article = models.OneToOneField(
        ArticlePage, primary_key=True, on_delete=models.CASCADE, related_name="links_reading"
    )
    revision = models.PositiveBigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    cited_by = models.JSONField(default=list)
    files = models.JSONField(default=list)

    objects = ReadingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.article_id}: {self.revision}"


class AttachmentQuerySet(AttachedFileQuerySet):
    def of(self, article: ArticlePage) -> Self:
        return self.filter(article=article).in_order()


class Attachment(AttachedFile):
    """A file that belongs to an article, besides those in its text."""

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "upload"], name="attached_once")]


def standing_in(user: "User", field: str = "path") -> Q:
    """Return the condition that a page stands in a space which ``user`` looks after. One query."""
    found = Q(pk__in=[])
    for path in SpacePage.objects.filter(stewards=user.pk).values_list("path", flat=True):
        found |= Q(**{f"{field}__startswith": path})
    return found


def orphans_for(user: "User") -> "models.QuerySet[ArticlePage]":
    """Return the articles that no other article leads to, as far as ``user`` can see, among those they care for."""
    seen = ArticlePage.objects.visible_to(user).current()
    kept = seen if can_manage_knowledge(user) else seen.filter(standing_in(user))
    leading = Citation.objects.filter(kind="article", target_id=OuterRef("pk"), state=Citation.State.FOUND)
    leading = leading.exclude(article=F("target_id")).filter(article__in=seen)
    return kept.filter(~Exists(leading))
