"""The test database, migrated once and then copied: each process of a parallel run starts in a second, not in half a minute.

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
    _KEPT.mkdir(parents=True, exist_ok=True)
    (_sqlite if connection.vendor == "sqlite" else _postgresql)(_digest())
    contents = _KEPT / f"{_name(_digest())}.json"
    connection._test_serialized_contents = contents.read_text()  # type: ignore[attr-defined]  # private to Django
    connection.ensure_connection()


def tear_down() -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        Path(name).unlink(missing_ok=True)
    else:
        with _maintenance() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _sqlite(digest: str) -> None:
    template = _KEPT / f"{_name(digest)}.sqlite3"
    with _alone():
        if not template.exists():
            building = template.with_suffix(".building")
            building.unlink(missing_ok=True)
            _use(str(building))
            _migrate(digest)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            building.replace(template)
    copy = Path(connection.settings_dict["TEST"]["NAME"])
    copy.parent.mkdir(parents=True, exist_ok=True)
    for leftover in (copy, copy.with_name(f"{copy.name}-wal"), copy.with_name(f"{copy.name}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(template, copy)
    _use(str(copy))


def _postgresql(digest: str) -> None:
    template, copy = _name(digest), connection.creation._get_test_db_name()
    with _alone(), _maintenance() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if cursor.fetchone() is None or not (_KEPT / f"{template}.json").exists():
            cursor.execute(f'DROP DATABASE IF EXISTS "{template}" WITH (FORCE)')
            cursor.execute(f'DROP DATABASE IF EXISTS "{template}_building" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{template}_building"')
            _use(f"{template}_building")
            _migrate(digest)
            connection.close()
            cursor.execute(f'ALTER DATABASE "{template}_building" RENAME TO "{template}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
    _use(copy)


def _migrate(digest: str) -> None:
    call_command("migrate", verbosity=0)
    (_KEPT / f"{_name(digest)}.json").write_text(connection.creation.serialize_db_to_string())


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@contextmanager
def _alone() -> Iterator[None]:
    with (_KEPT / "lock").open("w") as handle:
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
    paths = [path for place in ("*", "*/*", "*/*/*") for pattern in patterns for path in ROOT.glob(f"{place}/{pattern}")]
    for path in sorted([*paths, *ROOT.glob("requirements*.txt")]):
        found.update(str(path.relative_to(ROOT)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
