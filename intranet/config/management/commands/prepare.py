from typing import Any

from django.core.management.base import BaseCommand

from intranet.config.prepare import prepare


class Command(BaseCommand):
    help = "Compile translations, migrate, gather static files, create the search index. Quick when there is nothing to do."

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(self.stdout.write)
        self.stdout.write("Ready.")
