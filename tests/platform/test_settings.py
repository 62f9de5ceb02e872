"""What an administrator writes in the environment: read strictly, refused in one clear line."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

from intranet.config.settings.env import Variables
from intranet.core.hosts import is_loopback

ROOT = Path(__file__).resolve().parents[2]


def inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}


def manage(*arguments: str, var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**inherited(), "PARVIS_VAR": str(var), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_values_that_cannot_be_used_are_all_named_with_their_remedy_and_no_traceback(tmp_path: Path) -> None:
    wrong = {
        "DEBUG": "maybe",
        "DATABASE_URL": "mysql://somebody:secret@host/name",
        "REDIS_URL": "http://host",
        "EMAIL_URL": "pigeon://host",
        "PARVIS_LANGUAGE": "de",
        "PARVIS_TIME_ZONE": "Moon/Base",
        "PARVIS_BASE_URL": "intranet",
        "PARVIS_TRUSTED_ORIGINS": "intranet.example.com",
        "PARVIS_MAX_REQUEST_MB": "-3",
    }
    result = manage("check", var=tmp_path, **wrong)
    assert result.returncode != 0
    lines = result.stderr.strip().splitlines()
    assert len(lines) == len(wrong)
    for name in wrong:
        assert any(line.startswith("parvis.E") and f" {name}=" in line for line in lines), name
    assert "secret" not in result.stderr


@pytest.mark.parametrize(
    "url",
    ["postgres://u:p@h:5432/name", "postgresql://u@/name", "sqlite:////tmp/some%20where.sqlite3", "pgsql://h/name"],
)
def test_usual_database_addresses_are_understood(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    variables = Variables()
    assert variables.database("DATABASE_URL", default={})["NAME"]
    assert variables.problems == []


@pytest.mark.parametrize(
    "url", ["postgres://", "postgres://host:port/name", "name", "sqlite://", "oracle://h/n", "://"]
)
def test_other_database_addresses_are_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    variables = Variables()
    variables.database("DATABASE_URL", default={})
    assert len(variables.problems) == 1


def test_a_secret_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from django.conf import settings; print(settings.SECRET_KEY)"]
    settings = {"DJANGO_SETTINGS_MODULE": "intranet.config.settings", "PARVIS_VAR": str(tmp_path)}
    first, second = (subprocess.check_output(command, cwd=ROOT, env=inherited() | settings, text=True) for _ in "ab")
    assert first == second
    assert len(first.strip()) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_the_demo_accounts_are_refused_where_other_machines_can_knock(tmp_path: Path) -> None:
    served = manage("serve", "--host", "0.0.0.0", var=tmp_path, PARVIS_DEMO="1")
    assert served.returncode != 0
    assert "parvis.E020" in served.stderr


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (
            {
                "ALLOWED_HOSTS": "https://intranet.example.com",
                "PARVIS_BASE_URL": "http://elsewhere.example.com",
                "PARVIS_HTTPS": "1",
                "SECRET_KEY": "short",
            },
            {"parvis.E021", "parvis.W022", "parvis.E023", "parvis.W025"},
        ),
        (
            {
                "ALLOWED_HOSTS": "intranet.example.com,*",
                "PARVIS_BASE_URL": "http://intranet.example.com",
                "PARVIS_DEMO": "1",
            },
            {"parvis.E020", "parvis.E024", "parvis.W027"},
        ),
    ],
)
def test_a_deployment_check_names_what_is_misconfigured(
    environment: dict[str, str], expected: set[str], tmp_path: Path
) -> None:
    result = manage("check", "--deploy", "--tag", "security", var=tmp_path, **environment)
    assert result.returncode != 0
    assert set(re.findall(r"parvis\.[EW]\d+", result.stderr)) == expected
    assert result.stderr.count("HINT:") >= len(expected)


def test_a_fresh_site_has_nothing_to_complain_about(tmp_path: Path) -> None:
    """Nor has a deployed one, which the lint asks."""
    result = manage("check", "--deploy", "--fail-level", "WARNING", var=tmp_path, PARVIS_DEMO="1")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "[::1]", "::1", "app.localhost"])
def test_this_machine_is_recognised(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "*", "10.0.0.1", "intranet.example.com", "localhost.example.com", ""]
)
def test_anything_else_is_elsewhere(host: str) -> None:
    assert not is_loopback(host)


def test_the_system_checks_of_the_tests_are_quiet() -> None:
    assert [message for message in run_checks() if message.id and message.id.startswith("parvis.E")] == []
