from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from intranet.accounts.models import User
from knowledge.importing.folders import Described, described_folders
from knowledge.importing.formats import FORMATS
from knowledge.importing.importer import Importer
from knowledge.importing.report import Report
from knowledge.importing.source import ImportRefused, Source, open_source
from knowledge.models import KnowledgeIndex, SpacePage
from knowledge.text import ascii_slug


class Command(BaseCommand):
    help = "Import a folder or a zip of documents (Markdown, HTML, Word), or one, into a space; run again, it brings what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="a folder, a .zip, or one document")
        parser.add_argument("--space", help="the slug of the space (made if there is none; default: the folder's name)")
        parser.add_argument("--format", choices=list(FORMATS), default="", help="default: what the source holds")
        parser.add_argument("--owner", metavar="USERNAME", help="who looks after what nobody looks after yet")
        parser.add_argument("--report", help="write every skipped document and unresolved link to this file")

    def handle(
        self,
        *args: Any,
        path: str,
        space: str | None,
        report: str | None,
        format: str,
        owner: str | None,
        **options: Any,
    ) -> None:
        translation.activate("en")
        person = self._person(owner) if owner else None
        try:
            source = open_source(Path(path))
            name = space or Path(path).stem
            done = Importer(
                source, lambda: self._space(name, source), owner=person, format=format, progress=self._progress
            ).run()
        except ImportRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self._tell(done, report)

    def _person(self, username: str) -> User:
        found = User.objects.active().filter(username=username).first()
        if found is None:
            raise CommandError(f"Nobody who is active is called “{username}”.")
        return found

    def _space(self, name: str, source: Source) -> SpacePage:
        slug = ascii_slug(name)
        if not slug:
            raise CommandError(f"“{name}” cannot be the name of a space: give letters or digits.")
        # A space of that name at the top is meant before one inside another.
        found = list(SpacePage.objects.filter(slug=slug).order_by("depth")[:2])
        if len(found) > 1 and found[0].depth == found[1].depth:
            raise CommandError(f"Several spaces are called “{slug}”. Rename one, or choose another.")
        if found:
            return found[0]
        index = KnowledgeIndex.objects.first()
        if index is None:
            raise CommandError("There is no knowledge base yet: run migrate first.")
        folders = described_folders(source)
        told = folders[min(folders, key=lambda folder: len(folder.parts))] if folders else Described()
        title = told.title or name.replace("-", " ").replace("_", " ").strip().capitalize()
        return index.add_space(by=None, title=title, slug=slug, **told.fields)

    def _progress(self, done: int, total: int, path: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done}/{total} {path[:70]:<70}", ending="\n" if done == total else "")
            self.stdout.flush()
        elif done % 50 == 0 or done == total:
            self.stdout.write(f"{done}/{total} {path}")

    def _tell(self, done: Report, file: str | None) -> None:
        lines = [f"skipped\t{path}\t{reason}" for path, reason in done.skipped]
        lines += [f"kept\t{path}\tedited here since it was imported" for path in done.kept]
        lines += [f"link\t{path}\t{link}\t{reason}" for path, link, reason in done.unresolved]
        lines += [f"left out\t{path}\t{call}" for path, call in done.left_out]
        if file:
            Path(file).write_text("\n".join([*lines, ""]), encoding="utf-8")
        for line in lines if not file else []:
            self.stdout.write(line)
        self.stdout.write(
            f"{done.created} created, {done.updated} updated, {done.unchanged} unchanged, {len(done.kept)} kept as edited "
            f"here, {len(done.skipped)} skipped, {len(done.unresolved)} links not resolved, {done.pairs} pairs of translations."
        )
