from django.db import models
from django.utils import timezone

from intranet.discussions.models.discussion import Discussion
from intranet.discussions.models.post import Post


class ThreadEvent(models.Model):
    """One change of a thread: its ``seq`` is the next of the discussion, taken under its lock, in the same
    transaction as what it describes. A browser that has all events up to ``last_seq`` shows the thread as it is.
    """

    class Kind(models.TextChoices):
        POSTED = "posted"
        EDITED = "edited"
        DELETED = "deleted"
        REACTED = "reacted"
        HIDDEN = "hidden"
        RESTORED = "restored"
        CLOSED = "closed"
        REOPENED = "reopened"

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["discussion", "seq"], name="thread_event_seq")]

    def __str__(self) -> str:
        return f"{self.discussion_id}:{self.seq} {self.kind}"
