from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Expertise(models.Model):
    """Something a person says they know about, in their own words."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="expertise")
    name = models.CharField(_("topic"), max_length=60)

    class Meta:
        verbose_name = _("expertise")
        verbose_name_plural = _("expertise")
        ordering = ["id"]
        constraints = [models.UniqueConstraint("person", Lower("name"), name="expertise_once")]

    def __str__(self) -> str:
        return self.name
