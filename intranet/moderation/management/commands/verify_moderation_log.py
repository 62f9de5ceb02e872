from typing import Any

from django.core.management.base import BaseCommand, CommandError

from intranet.moderation.models import Decision, LogHead
from intranet.moderation.models.decision import GENESIS


class Command(BaseCommand):
    help = "Check that no line of the moderation log was changed, removed or slipped in."

    def handle(self, *args: Any, **options: Any) -> None:
        previous, expected = GENESIS, 1
        for decision in Decision.objects.order_by("number").iterator():
            if decision.number != expected:
                raise CommandError(f"decision {expected} is missing from the moderation log")
            if decision.previous_hash != previous or decision.hash != decision.computed_hash():
                raise CommandError(f"decision {decision.number} of the moderation log was changed after it was written")
            previous, expected = decision.hash, expected + 1
        head = LogHead.objects.filter(pk=1).first() or LogHead()
        if (head.count, head.last_hash) != (expected - 1, previous):
            raise CommandError(f"the moderation log ends at decision {expected - 1}, but {head.count} were written")
        self.stdout.write(f"{expected - 1} decisions, none altered; the last is {previous[:16]}")
