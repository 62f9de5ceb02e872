from typing import Any

from django.core.management.base import BaseCommand

from ideas.digests.sending import send_due


class Command(BaseCommand):
    help = "Send the digests of campaigns that are due now. The worker does it by itself; each goes out once."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(self.style.SUCCESS(f"Digests sent: {send_due()}."))
