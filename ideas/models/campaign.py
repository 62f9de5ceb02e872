from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

OPEN_BOX = "open-box"


class CampaignManager(models.Manager["Campaign"]):
    def open_box(self) -> "Campaign":
        """Return the campaign without an end, where an idea goes when no other is said. A migration makes it."""
        return self.get_or_create(slug=OPEN_BOX)[0]


class Campaign(models.Model):
    """What ideas are gathered for. The always-open box is the campaign that has no end."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CampaignManager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def __str__(self) -> str:
        if self.is_open_box and not self.title:
            return gettext("The idea box")
        return self.title or self.slug

    @property
    def is_open_box(self) -> bool:
        return self.slug == OPEN_BOX

    def get_absolute_url(self) -> str:
        return reverse("ideas:campaign", args=[self.slug])
