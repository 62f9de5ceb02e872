import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.exporting.archive import Archive, TooLarge, articles_of
from knowledge.models import KnowledgeIndex, SpacePage


class Command(BaseCommand):
    help = "Write everything published in the knowledge base, or in one space, as a zip of Markdown that import_knowledge reads back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="the .zip to write")
        parser.add_argument("--space", help="the slug of a space (default: the whole knowledge base)")
        parser.add_argument("--force", action="store_true", help="write over a file that is there")

    def handle(self, *args: Any, path: str, space: str | None, force: bool, **options: Any) -> None:
        target = Path(path)
        if target.exists() and not force:
            raise CommandError(f"There is something at {path} already. Choose another name, or add --force.")
        place = self._place(space)
        if not articles_of(place, None).exists():
            raise CommandError("Nothing is published there: there is nothing to export.")
        # Whole or not at all: a reader never finds half an archive.
        unfinished = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with unfinished.open("wb") as file:
                done = Archive(place, user=None, progress=self._progress).write(file)
            unfinished.replace(target)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        except TooLarge as error:
            raise CommandError("These articles show more than 2 GB of files: export space by space.") from error
        finally:
            unfinished.unlink(missing_ok=True)
        for document, file_name in done.missing:
            self.stdout.write(f"missing\t{document}\t{file_name}")
        self.stdout.write(
            f"{done.articles} articles, {done.spaces} spaces, {done.files} files written to {path}; {len(done.missing)} files missing."
        )

    def _place(self, slug: str | None) -> SpacePage | KnowledgeIndex:
        if slug is None:
            index = KnowledgeIndex.objects.first()
            if index is None:
                raise CommandError("There is no knowledge base yet: run migrate first.")
            return index
        found = list(SpacePage.objects.filter(slug=slug).order_by("depth")[:2])
        if not found:
            raise CommandError(f"No space is called “{slug}”.")
        if len(found) > 1 and found[0].depth == found[1].depth:
            raise CommandError(f"Several spaces are called “{slug}”. Rename one, or export the whole knowledge base.")
        return found[0]

    def _progress(self, done: int, total: int, path: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done}/{total} {path[:70]:<70}", ending="\n" if done == total else "")
            self.stdout.flush()
        elif done % 100 == 0:
            self.stdout.write(f"{done}/{total} {path}")
