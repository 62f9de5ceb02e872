from typing import Any

from django.core.management.base import BaseCommand

from intranet.search.indexing import rebuild


class Command(BaseCommand):
    help = "Build the search index again while the site serves, then switch to it."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for done in rebuild():
            if self.stdout.isatty():
                self.stdout.write(f"\r{done} documents", ending="")
                self.stdout.flush()
        self.stdout.write(f"{chr(13) if self.stdout.isatty() else ''}{done} documents indexed.")
