import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.models import Rulebook


def random_key() -> str:
    return secrets.token_hex(16)


class SealedBallot(models.Model):
    """A ballot of a secret vote once it has closed: what was chosen, and by nobody.

    Its key is random and its rows are written in the order of their keys, so that neither says when it was cast.
    ``code_digest`` is the SHA-256 of the code on the voter's receipt, which nobody else has.
    """

    key = models.CharField(primary_key=True, max_length=32, default=random_key, editable=False)
    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="sealed_ballots")
    code_digest = models.CharField(max_length=64, db_index=True)
    choices = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("sealed ballot")
        verbose_name_plural = _("sealed ballots")

    def __str__(self) -> str:
        return self.key


class Participation(models.Model):
    """That somebody voted in a secret vote, and nothing else."""

    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="participations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [models.UniqueConstraint(fields=["rulebook", "user"], name="ideas_participation_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.rulebook_id}"
