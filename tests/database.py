"""The test database, migrated once and then copied: each process of a parallel run starts in a second, not in half a minute.

``python -m tests.database`` makes only the template, so that one can be made for each setting at the same time.

The template is named by a digest of every migration, model and declaration of permissions, and of the pinned libraries: a change
of any makes a new one.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
_KEPT = ROOT / "var" / "test-templates"


def set_up() -> None:
    """Point the default connection to a fresh copy of the template, made first if it is not there."""
    digest = _digest()
    make_template(digest)
    (_copy_sqlite if connection.vendor == "sqlite" else _copy_postgresql)(_name(digest))
    contents = _KEPT / f"{_name(digest)}.json"
    connection._test_serialized_contents = contents.read_text()  # type: ignore[attr-defined]  # private to Django
    connection.ensure_connection()


def make_template(digest: str) -> None:
    _KEPT.mkdir(parents=True, exist_ok=True)
    with _alone():
        (_make_sqlite if connection.vendor == "sqlite" else _make_postgresql)(_name(digest))


def copy_to(path: Path) -> None:
    """Put a copy of the template at ``path``, for a site that a test starts by itself (SQLite, after ``set_up``)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_KEPT / f"{_name(_digest())}.sqlite3", path)


def tear_down() -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        Path(name).unlink(missing_ok=True)
    else:
        with _maintenance() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _make_sqlite(name: str) -> None:
    template = _KEPT / f"{name}.sqlite3"
    if not template.exists():
        building = template.with_suffix(".building")
        building.unlink(missing_ok=True)
        _use(str(building))
        _migrate(name)
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


def _make_postgresql(name: str) -> None:
    with _maintenance() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None or not (_KEPT / f"{name}.json").exists():
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}_building" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}_building"')
            _use(f"{name}_building")
            _migrate(name)
            connection.close()
            cursor.execute(f'ALTER DATABASE "{name}_building" RENAME TO "{name}"')


def _copy_postgresql(name: str) -> None:
    copy = connection.creation._get_test_db_name()
    with _alone(), _maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    _use(copy)


def _migrate(name: str) -> None:
    call_command("migrate", verbosity=0)
    (_KEPT / f"{name}.json").write_text(connection.creation.serialize_db_to_string())


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
    for path in sorted([*paths, *ROOT.glob("requirements*.txt")]):
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
    make_template(_digest())
