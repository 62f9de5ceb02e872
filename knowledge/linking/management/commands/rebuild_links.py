from typing import Any

from django.core.management.base import BaseCommand

from knowledge.linking.models import Citation, Reading
from knowledge.linking.reading import note_titles, read
from knowledge.models import ArticlePage


class Command(BaseCommand):
    help = "Read the links of every published article again: what cites what, pages still to be written, broken links."

    def handle(self, *args: Any, **options: Any) -> None:
        done, ids = 0, list(ArticlePage.objects.filter(live=True).values_list("pk", flat=True))
        note_titles(ids)
        for done in read(ids):
            if self.stdout.isatty():
                self.stdout.write(f"\r{done} articles", ending="")
                self.stdout.flush()
        Citation.objects.filter(article__live=False).delete()
        Reading.objects.filter(article__live=False).delete()
        self.stdout.write(
            f"{chr(13) if self.stdout.isatty() else ''}{done} articles read: {Citation.objects.count()} links kept."
        )
