import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.charter.languages import pick
from intranet.contributions.registry import Document
from intranet.core.fields import RichTextField
from intranet.core.richtext import to_text
from intranet.discussions.models import Discussion

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User


class ClauseQuerySet(models.QuerySet["Clause"]):
    def in_force(self) -> Self:
        return self.filter(is_in_force=True).order_by("number")

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The charter is for everyone who is signed in; a clause that was withdrawn can still be looked up."""
        return self if user.is_authenticated else self.none()


class Clause(models.Model):
    """A clause of the charter as last published: what people read, discuss, search and cite.

    Written at publication only (``charter.actions.publish``), from the page that the community manager edits. ``key`` is
    the identity of its block there and survives rewording and moving; ``anchor`` is its address and never changes.
    A withdrawn clause keeps its row, its thread and its address, because decisions cite it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    anchor = models.SlugField(max_length=80, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    title_fr = models.CharField(max_length=160, blank=True)
    title_en = models.CharField(max_length=160, blank=True)
    body_fr = RichTextField(profile="article", blank=True)
    body_en = RichTextField(profile="article", blank=True)
    specimen = models.CharField(max_length=12, blank=True)
    is_in_force = models.BooleanField(default=True)
    changed_at = models.DateTimeField(default=timezone.now)
    discussion = models.OneToOneField(Discussion, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("charter clause")
        verbose_name_plural = _("charter clauses")

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("charter:clause", args=[self.anchor])

    @property
    def title(self) -> str:
        """The title in the reader's language, or in the other when it has none."""
        return pick(self.title_fr, self.title_en)

    @property
    def body(self) -> str:
        """Clean HTML in the reader's language, or in the other when there is none."""
        return pick(self.body_fr, self.body_en)

    def document(self) -> Document | None:
        """What the search keeps: both languages, so that a word of either finds it."""
        if not self.is_in_force:
            return None
        titles = list(dict.fromkeys(title for title in (self.title_fr, self.title_en) if title))
        return Document(
            title=titles[0],
            headings=" ".join(titles[1:]),
            body="\n\n".join(to_text(body) for body in (self.body_fr, self.body_en) if body),
            language="fr" if self.body_fr else "en",
            url=self.get_absolute_url(),
            at=self.changed_at,
        )
