from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class DeclineReason(models.Model):
    """Why ideas are declined, in a few words of both languages; kept by the community manager.

    A reason that was given once is no longer offered rather than deleted: the answers that name it stand.
    """

    slug = models.SlugField(_("key"), max_length=60, unique=True)
    label_en = models.CharField(_("in English"), max_length=120)
    label_fr = models.CharField(_("in French"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("reason to decline")
        verbose_name_plural = _("reasons to decline")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The words in the language of who reads; in the other one where they are missing."""
        wanted, other = self.label_en, self.label_fr
        if (get_language() or "").startswith("fr"):
            wanted, other = other, wanted
        return wanted or other
