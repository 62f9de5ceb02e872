from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.search.measuring.sameness import key_of, normalised

if TYPE_CHECKING:
    from intranet.accounts.models import User


class JudgementManager(models.Manager["Judgement"]):
    def judge(
        self, text: str, kind: str, target_id: int, *, by: "User | None", source: str, grade: int
    ) -> "Judgement | None":
        """Say that this page answers ``text``; the higher grade stays, and the first who said it. ``None`` without a word."""
        text, key = normalised(text), key_of(text)
        if not key:
            return None
        row, created = self.get_or_create(
            key=key,
            kind=kind,
            target_id=target_id,
            defaults={"text": text, "grade": grade, "source": source, "by": by},
        )
        if not created and row.grade < grade:
            row.grade, row.source = grade, source
            row.save(update_fields=["grade", "source"])
        return row


class Judgement(models.Model):
    """A page that answers a query: the relevance set, against which changes of the search are tried.

    ``grade``: 3 the answer, 2 helps, 1 has to do with it. ``by`` is who judged by hand, never who asked.
    """

    class Source(models.TextChoices):
        HAND = "hand", _("judged by hand")
        SOLVED = "solved", _("who asked says that it is solved")
        QUESTION = "question", _("found before asking a question")
        CLICKS = "clicks", _("opened and read by several people")

    GRADES = [(3, _("It is the answer")), (2, _("It helps")), (1, _("It has to do with it"))]

    text = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    target_id = models.BigIntegerField()
    grade = models.PositiveSmallIntegerField(choices=GRADES)
    source = models.CharField(max_length=10, choices=Source)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = JudgementManager()

    class Meta:
        verbose_name = _("right answer")
        verbose_name_plural = _("right answers")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["key", "kind", "target_id"], name="judgement_once")]

    def __str__(self) -> str:
        return f"{self.text} → {self.kind} {self.target_id}"
