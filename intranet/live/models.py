from django.db import models
from django.utils import timezone


class Relay(models.Model):
    """A hint on its way from a process without sockets (the worker, a command) to the one that has them.

    Only used when no Redis carries hints (``live.transports``). Rows are read once by the process that serves
    sockets and pruned after a minute: nothing depends on them but speed, for browsers catch up by sequence.
    """

    message = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"relay {self.pk}"
