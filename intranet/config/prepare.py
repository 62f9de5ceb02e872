"""Bring the files and the database of a site up to this version of the code. Each step looks first and is quick when done."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from intranet.config.settings.env import BASE_DIR

Say = Callable[[str], None]


def compile_translations(root: Path | None = None) -> int:
    """Compile each ``.po`` file that is newer than its ``.mo`` file; return how many. Needs no gettext."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = 0
    for source in sorted((root or BASE_DIR / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        with source.open("rb") as handle:
            catalogue = read_po(handle, locale=source.parts[-3])
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as handle:
            write_mo(handle, catalogue)
        fresh.replace(target)
        compiled += 1
    return compiled


def migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say(f"Preparing the database ({len(plan)} steps)…")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static(say: Say) -> None:
    """Gather, fingerprint and compress the static files when one of them changed."""
    mark = settings.STATIC_ROOT / ".gathered"
    now = _static_fingerprint()
    if mark.exists() and mark.read_text() == now:
        return
    say("Gathering static files…")
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(now)


def _static_fingerprint() -> str:
    def lines() -> Iterator[str]:
        for finder in get_finders():
            for path, storage in finder.list([]):
                try:
                    yield f"{path} {storage.get_modified_time(path)} {storage.size(path)}"
                except (NotImplementedError, FileNotFoundError):
                    with storage.open(path) as handle:
                        yield f"{path} {hashlib.sha256(handle.read()).hexdigest()}"

    return hashlib.sha256("\n".join(sorted(lines())).encode()).hexdigest()


def create_search_index(say: Say) -> None:
    """Build the embedded index if there is none. With PostgreSQL the index is a table, filled by the worker."""
    folder: Path = settings.PARVIS_SEARCH_DIR
    if connection.vendor == "postgresql":
        return
    if not folder.exists() or not any(folder.iterdir()):
        say("Building the search index…")
        call_command("rebuild_search", verbosity=0)


def load_demo(say: Say) -> None:
    """Load the demo company once, where ``PARVIS_DEMO`` asks for it and nobody is there yet."""
    from intranet.accounts.models import User

    if not settings.PARVIS_DEMO or "create_demo" not in get_commands() or User.objects.exists():
        return
    say("Loading the demo company (a minute, the first time only)…")
    call_command("create_demo", verbosity=0)


def prepare(say: Say) -> None:
    """Run all the steps, in the order they need one another."""
    if compile_translations():
        say("Compiled the translations.")
    migrate(say)
    collect_static(say)
    load_demo(say)
    create_search_index(say)


def demo_accounts() -> list[tuple[str, str]]:
    """Return (username, who) of the demo accounts worth trying, if they are on this site."""
    from intranet.accounts.models import User

    wanted = ["camille", "leila", "elise", "marc", "admin"]
    people = User.objects.filter(username__in=wanted).prefetch_related("groups")
    labels = {person.username: ", ".join(sorted(group.name for group in person.groups.all())) for person in people}
    return [(username, labels[username]) for username in wanted if username in labels]
