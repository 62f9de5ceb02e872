from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import DatabaseError

from ideas.imports.decidim import read_decidim
from ideas.imports.files import read_rows, read_text
from ideas.imports.json_format import read_json
from ideas.imports.records import BadFile, Batch
from ideas.imports.writing import Importer


class Command(BaseCommand):
    help = (
        "Import ideas, debates and comments: a Decidim CSV export (proposals, debates or comments; which one is read "
        "from its header) or a JSON file (see ideas/imports/json_format.py). All or nothing; running it again adds "
        "only what is new. Import proposals and debates before their comments."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv|json")
        parser.add_argument(
            "--campaign", metavar="SLUG", default="", help="put the ideas in this campaign, made if new"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            batch = _read(path)
            importer = Importer(batch, campaign=_checked(options["campaign"]), progress=self._progress)
            importer.run()
        except BadFile as error:
            raise CommandError(str(error)) from error
        except (DatabaseError, ValidationError) as error:
            raise CommandError(f"{path}: nothing was imported: {' '.join(str(error).split())}") from error
        self._report(importer)

    def _progress(self, line: str) -> None:
        self.stdout.write(f"  {line}")

    def _report(self, importer: Importer) -> None:
        done = ", ".join(f"{count} {what}" for what, count in importer.done.items() if count) or "nothing new"
        self.stdout.write(self.style.SUCCESS(f"Imported: {done}."))
        for why, count in sorted(importer.skipped.items()):
            self.stdout.write(f"Skipped: {count} {why}.")


def _read(path: Path) -> Batch:
    text = read_text(path)
    if text.lstrip()[:1] in "{[":
        return read_json(path, text)
    return read_decidim(path, read_rows(path, text))


def _checked(slug: str) -> str:
    try:
        if slug:
            validate_slug(slug)
    except ValidationError as error:
        raise BadFile(f"--campaign {slug!r}: letters, digits, hyphens and underscores only") from error
    if len(slug) > 80:
        raise BadFile("--campaign: 80 characters at the most")
    return slug
