"""What an administrator or an author can use is written down, or the build fails."""

import re
from pathlib import Path

from django.core.management import get_commands

from intranet.contributions.registry import registry

ROOT = Path(__file__).resolve().parents[2]
OURS = ("intranet.", "knowledge", "ideas")
READ = re.compile(r"""(?:\benv\.\w+|os\.environ(?:\.\w+)?|getenv)[(\[]\s*["']([A-Z][A-Z0-9_]+)["']""")
ONLY_FOR_TESTS = {"DJANGO_SETTINGS_MODULE", "PARVIS_TEST_VAR", "PYTEST_XDIST_WORKER"}


def variables() -> set[str]:
    sources = [path for part in ("intranet", "knowledge", "ideas") for path in (ROOT / part).rglob("*.py")]
    found = {name for path in sources for name in READ.findall(path.read_text())}
    return found - ONLY_FOR_TESTS


def documented(page: str) -> str:
    return (ROOT / "docs" / page).read_text()


def test_every_environment_variable_is_in_the_administrators_page() -> None:
    page = documented("administrator.md")
    assert {"SECRET_KEY", "DATABASE_URL", "PARVIS_DEMO"} <= variables()
    assert sorted(name for name in variables() if f"`{name}`" not in page) == []


def test_the_administrators_page_names_no_variable_that_is_not_read() -> None:
    named = set(re.findall(r"`(PARVIS_[A-Z_]+)`", documented("administrator.md")))
    assert sorted(named - variables()) == []


def test_every_command_is_in_the_administrators_page() -> None:
    page = documented("administrator.md")
    ours = [name for name, app in get_commands().items() if app.startswith(OURS)]
    assert "worker" in ours
    assert sorted(name for name in ours if f"`{name}" not in page) == []


def test_every_verb_is_in_the_authors_page() -> None:
    page = documented("extending.md")
    assert sorted(verb for verb in registry.verbs() if f"`{verb}`" not in page) == []


def test_every_service_of_the_registry_is_in_the_authors_page() -> None:
    page = documented("extending.md")
    assert sorted(name for name in registry._providers if f"`{name}`" not in page) == []
