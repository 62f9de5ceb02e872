from django.conf import settings
from django.db import models
from django.utils import timezone

from intranet.core.fields import RichTextField


class Earlier(models.Model):
    """What a text said before it was edited, who replaced it and when."""

    body = RichTextField(profile="post", blank=True)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["-pk"]


class QuestionRevision(Earlier):
    question = models.ForeignKey("questions.Question", on_delete=models.CASCADE, related_name="revisions")
    title = models.CharField(max_length=160)
    tags = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"question {self.question_id} until {self.replaced_at}"


class AnswerRevision(Earlier):
    answer = models.ForeignKey("questions.Answer", on_delete=models.CASCADE, related_name="revisions")

    def __str__(self) -> str:
        return f"answer {self.answer_id} until {self.replaced_at}"
