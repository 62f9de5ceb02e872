from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models import Rulebook


class Result(models.Model):
    """The count of one vote, made once when it closed and never changed.

    ``file`` is the file of anonymous ballots that everybody can fetch; ``data`` is what counting that file alone gives
    (``ideas.counting.tally``), and ``file_digest`` its SHA-256. ``rulebook_digest`` repeats the rulebook's.
    """

    rulebook = models.OneToOneField(Rulebook, on_delete=models.PROTECT, related_name="result")
    data: Any = models.JSONField(default=dict)
    file = models.TextField()
    file_digest = models.CharField(max_length=64)
    rulebook_digest = models.CharField(max_length=64)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def __str__(self) -> str:
        return f"{self.rulebook_id}: {self.file_digest[:12]}"
