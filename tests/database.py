"""The test database, migrated once and then copied: each process of a parallel run starts in a second, not in half a minute.

``python -m tests.database`` makes only the template, so that one can be made for each setting at the same time.
After a test that really committed, ``restore`` brings back what the template holds (see ``tests/conftest.py``).

The template is named by a digest of every migration, model and declaration of permissions, and of the pinned libraries: a change
of any makes a new one.
"""

import fcntl
import gc
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.state import ModelState, ProjectState

ROOT = Path(__file__).resolve().parents[1]
_KEPT = ROOT / "var" / "test-templates"


def set_up() -> None:
    """Point the default connection to a fresh copy of the template, made first if it is not there."""
    digest = _digest()
    make_template(digest)
    (_copy_sqlite if connection.vendor == "sqlite" else _copy_postgresql)(_name(digest))
    connection.ensure_connection()


def restore() -> None:
    """Bring the rows back to those of the template, also for processes that keep the database open.

    Numbers are not given out again: what another process remembers of a row that is gone must not seem to be of a new one.
    """
    (_restore_sqlite if connection.vendor == "sqlite" else _restore_postgresql)()


def make_template(digest: str) -> None:
    _KEPT.mkdir(parents=True, exist_ok=True)
    with _alone():
        (_make_sqlite if connection.vendor == "sqlite" else _make_postgresql)(_name(digest))


def copy_to(path: Path) -> None:
    """Put a copy of the template at ``path``, for a site that a test starts by itself (SQLite, after ``set_up``)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_template(), path)


def tear_down() -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        Path(name).unlink(missing_ok=True)
    else:
        with _maintenance() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _migrate() -> None:
    """Migrate as ``manage.py migrate`` does, in less than half of its time.

    For each new model, Django 5.2 draws again all models that it is tied to by any chain of relations, which means nearly
    all of ours. That is right for a model that was there before, to which drawn ones point. To a new one nothing points
    but what waits for its name, and Django gives it to those; what is kept of the relations of the others is forgotten
    whenever a model is drawn. So a new model is drawn alone, as when all are drawn one after the other at the beginning.
    ``tests/platform/test_migrated.py`` compares the tables that come of it with those that the models ask for.
    """
    redraw = ProjectState.add_model

    def add_model(state: ProjectState, model: ModelState) -> None:
        key = model.app_label, model.name_lower
        if "apps" not in state.__dict__ or key in state.models or key[1] in state.apps.all_models[key[0]]:
            redraw(state, model)
            return
        state.models[key] = model
        if state._relations is not None:
            state.resolve_model_relations(key)
        state.apps.render_multiple([model])

    # Asked for each relation of each model drawn, and Django looks through all models each time.
    swappable = cache(apps.get_swappable_settings_name)
    with (
        patch.object(ProjectState, "add_model", add_model),
        patch.object(apps, "get_swappable_settings_name", swappable),
    ):
        call_command("migrate", verbosity=0)


def _make_sqlite(name: str) -> None:
    template = _KEPT / f"{name}.sqlite3"
    if not template.exists():
        building = template.with_suffix(".building")
        building.unlink(missing_ok=True)
        _use(str(building))
        _migrate()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        building.replace(template)


def _copy_sqlite(name: str) -> None:
    copy = Path(connection.settings_dict["TEST"]["NAME"])
    copy.parent.mkdir(parents=True, exist_ok=True)
    for leftover in (copy, copy.with_name(f"{copy.name}-wal"), copy.with_name(f"{copy.name}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(_KEPT / f"{name}.sqlite3", copy)
    _use(str(copy))


@cache
def _template() -> Path:
    return _KEPT / f"{_name(_digest())}.sqlite3"


def _restore_sqlite() -> None:
    """Write the pages of the template over the database: one transaction for whoever has it open."""
    with (
        closing(sqlite3.connect(f"file:{_template()}?mode=ro", uri=True)) as template,
        closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=30)) as ours,
    ):
        given = ours.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
        template.backup(ours, sleep=0.02)  # the pause before it asks again while somebody else writes
        with ours:
            ours.execute("DELETE FROM sqlite_sequence")
            ours.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", given)


def _make_postgresql(name: str) -> None:
    with _maintenance() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}_building" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}_building"')
            _use(f"{name}_building")
            _migrate()
            _keep_rows()
            connection.close()
            cursor.execute(f'ALTER DATABASE "{name}_building" RENAME TO "{name}"')


def _copy_postgresql(name: str) -> None:
    copy = connection.creation._get_test_db_name()
    with _alone(), _maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    _use(copy)


def _keep_rows() -> None:
    """Keep a copy of what migrations made in a schema beside, so that it can be put back."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA kept")
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')  # noqa: S608  (the names of our own tables)
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE kept."{table}" AS TABLE "{table}"')


@cache
def _looking() -> tuple[str, dict[str, str]]:
    """Return the query that names the tables which are not as in the template; and the columns of those that have rows there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
            " WHERE table_schema = 'public' AND is_generated = 'NEVER' AND table_name IN"
            " (SELECT tablename FROM pg_tables WHERE schemaname = 'kept') GROUP BY 1"
        )
        kept = dict(cursor.fetchall())
    looks = []
    for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
        different = f'EXISTS (SELECT FROM "{table}")'
        if columns := kept.get(table):
            select = f"SELECT {columns} FROM"
            ours, theirs = f'{select} public."{table}"', f'{select} kept."{table}"'
            different = f"EXISTS ({ours} EXCEPT {theirs}) OR EXISTS ({theirs} EXCEPT {ours})"
        looks.append(f"SELECT '{table}' WHERE {different}")
    return " UNION ALL ".join(looks), kept


_UNJUDGED = (
    "SELECT set_config('session_replication_role', 'replica', true) WHERE current_setting('is_superuser') = 'on'"
)


def _restore_postgresql() -> None:
    """Empty the tables that got rows, and put back the rows of the template where they changed: a test touches few tables.

    Foreign keys are judged at the commit, so the order does not matter. A superuser (the one of ``make test`` is) does
    without: a hundred tables point to a person, and all of them end as in the template, where every key is right.
    """
    query, kept = _looking()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(query)
        changed = cursor.fetchall()
        cursor.execute(_UNJUDGED)
        for (table,) in changed:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608  (the names of our own tables)
            if columns := kept.get(table):
                kept_rows = f'SELECT {columns} FROM kept."{table}"'  # noqa: S608  (the names of our own tables)
                cursor.execute(f'INSERT INTO "{table}" ({columns}) {kept_rows}')


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@contextmanager
def _alone(what: str = "") -> Iterator[None]:
    with (_KEPT / f"{what or connection.vendor}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def _maintenance() -> Iterator[Any]:
    """Give a cursor on the server's own database, where databases are made and dropped."""
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]  # private to Django
        yield cursor


def _name(digest: str) -> str:
    return f"parvis_template_{connection.vendor}_{digest}"


def _digest() -> str:
    found = hashlib.sha256()
    patterns = ["migrations/*.py", "apps.py", "registration.py", "models.py", "models/*.py"]
    paths = [
        path for place in ("*", "*/*", "*/*/*") for pattern in patterns for path in ROOT.glob(f"{place}/{pattern}")
    ]
    for path in sorted([*paths, *ROOT.glob("requirements*.txt"), Path(__file__).resolve()]):
        found.update(str(path.relative_to(ROOT)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


if __name__ == "__main__":
    import django

    from intranet.config.prepare import compile_translations

    django.setup()
    _KEPT.mkdir(parents=True, exist_ok=True)
    with _alone("translations"):  # before the runs that read them, two of which start at the same time
        compile_translations()
    gc.set_threshold(100_000, 20, 50)  # thousands of classes come and go: looking for them more often costs a seventh
    make_template(_digest())
