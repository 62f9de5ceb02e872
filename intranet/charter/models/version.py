from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from intranet.charter.languages import pick
from intranet.charter.theme import theme_of
from intranet.contributions.models.activity import record
from intranet.core.fields import RichTextField
from intranet.ui.theme import Theme

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from intranet.charter.models.acknowledgement import Acknowledgement


class CharterVersionQuerySet(models.QuerySet["CharterVersion"]):
    def current(self) -> "CharterVersion | None":
        """Return the version in force, or ``None`` before the first publication."""
        return self.order_by("-number").first()

    def owed_by(self, user: "User") -> "CharterVersion | None":
        """Return the version in force if ``user`` has to read it, else ``None``. One query.

        They have to when they have acknowledged no version since the last one that asked everybody.
        """
        return self.owed_by_id(user.pk).current()

    def owed_by_id(self, user_id: int) -> Self:
        """Keep the versions, if any, of which ``owed_by`` gives the last."""
        asked = self.filter(asks_again=True).order_by("-number").values("number")[:1]
        read = self.filter(acknowledgements__user=user_id, number__gte=models.Subquery(asked))
        return self.exclude(models.Exists(read))

    def last_read_by(self, user: "User") -> "CharterVersion | None":
        return self.filter(acknowledgements__user=user).order_by("-number").first()


class CharterVersion(models.Model):
    """The charter as it read when it was published: frozen, numbered, never changed after.

    ``content`` holds ``clauses`` (key, anchor, number, title_fr, title_en, body_fr, body_en, specimen) and ``look`` (the
    colours, typefaces and logo of then, see ``charter.theme``). ``asks_again`` is the community manager's choice: whether everyone has to read this one.
    """

    number = models.PositiveIntegerField(_("version"), unique=True)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asks_again = models.BooleanField(default=False)
    note_fr = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    introduction_fr = RichTextField(profile="article", blank=True)
    introduction_en = RichTextField(profile="article", blank=True)
    content = models.JSONField()

    objects = CharterVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("charter version")
        verbose_name_plural = _("charter versions")

    def __str__(self) -> str:
        return f"v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("charter:version", args=[self.number])

    @property
    def note(self) -> str:
        """What the community manager says has changed, in the reader's language."""
        return pick(self.note_fr, self.note_en)

    @property
    def introduction(self) -> str:
        return pick(self.introduction_fr, self.introduction_en)

    @property
    def clauses(self) -> list[dict[str, Any]]:
        return self.content["clauses"]

    @property
    def look(self) -> dict[str, Any]:
        return self.content["look"]

    @property
    def _has_logo(self) -> bool:
        image = self.look.get("logo")
        return image is not None and get_image_model().objects.filter(pk=image).exists()

    @property
    def theme(self) -> Theme:
        """The look of the site while this version is in force."""
        url = reverse("charter:logo", args=[self.number]) if self._has_logo else ""
        return theme_of(self.look, logo_url=url, logo_alt=settings.WAGTAIL_SITE_NAME)

    @transaction.atomic
    def acknowledge(self, *, by: "User") -> "Acknowledgement":
        """Keep that ``by`` has read this version. Saying it twice is saying it once."""
        acknowledgement, is_new = self.acknowledgements.get_or_create(user=by)
        if is_new:
            record("charter.acknowledged", by=by, target=self)
        return acknowledgement
