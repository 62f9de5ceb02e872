"""What is said about one version of an article, beside the text that Wagtail keeps."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from intranet.contributions.models import Activity
from intranet.core.compiled import Compiled

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from knowledge.models.articles import ArticlePage


class VersionNoteQuerySet(models.QuerySet["VersionNote"]):
    def between(self, article: "ArticlePage", *, after: int, until: int) -> Self:
        """Keep the notes on the versions of ``article`` later than revision ``after``, up to ``until``."""
        kept = self.filter(revision__object_id=str(article.pk), revision__content_type=article.content_type_id)
        return kept.filter(revision_id__gt=after, revision_id__lte=until)

    def write(
        self, revision: Revision, *, word: str, is_major: bool, credits: "Iterable[User]", is_acceptance: bool = False
    ) -> None:
        """Say this about ``revision``; nothing is kept when there is nothing to say."""
        credited = list(credits)
        if word or is_major or credited:
            note = self.create(revision=revision, word=word[:200], is_major=is_major, is_acceptance=is_acceptance)
            note.credits.set(credited)


class VersionNote(models.Model):
    """What somebody says of a version they save: what changed, whether it changes what readers should do, with whom.

    ``is_major`` makes what depends on the article worth a second look (its translation, what cites it); ``credits``
    are the people whose words it holds besides those of who saved it (a suggestion, a merge). ``is_acceptance``: who
    saved it wrote nothing of it, and only took over the words of ``credits``.
    """

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="note")
    word = models.CharField(_("what changed"), max_length=200, blank=True)
    is_major = models.BooleanField(default=False)
    is_acceptance = models.BooleanField(default=False)
    credits = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    objects = VersionNoteQuerySet.as_manager()

    def __str__(self) -> str:
        return self.word


def is_major_publication(article: "ArticlePage", revision: int) -> bool:
    """Say whether publishing ``revision`` shows readers a major change: one saved since the version they saw before."""
    if not _major_of(article.content_type_id, str(article.pk)):
        return False
    told = Activity.objects.filter(
        verb__in=("article.published", "article.updated"), target_id=article.pk, target_type=article.content_type_id
    )
    before = told.order_by("-pk").values_list("data__revision", flat=True).first() or 0
    return VersionNote.objects.between(article, after=before, until=revision).filter(is_major=True).exists()


_major_of = Compiled(
    lambda kind, pk: VersionNote.objects.filter(
        is_major=True, revision__content_type=kind, revision__object_id=pk
    ).values_list("pk")[:1]
)


def writers_since_published(article: "ArticlePage", *, until: int | None = None) -> set[int]:
    """Return the ids of those whose words readers would see for the first time if revision ``until`` were published.

    ``until`` is the latest when left out. Of an article that nobody reads now, everybody who wrote in it. One query.
    """
    after = article.live_revision_id if article.live else None
    versions = article.revisions.filter(pk__gt=after or 0, pk__lte=until or article.latest_revision_id or 0)
    people = set() if after else {article.author_id}
    for saved_by, only_accepted, credited in versions.values_list("user", "note__is_acceptance", "note__credits"):
        people.add(credited)
        people.add(None if only_accepted else saved_by)
    return {person for person in people if person is not None}
