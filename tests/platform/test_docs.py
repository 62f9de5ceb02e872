"""What an administrator or an author can use is written down, or the build fails."""

import re
from pathlib import Path

from django.core.management import get_commands

from intranet.accounts import roles
from intranet.contributions.registry import registry

ROOT = Path(__file__).resolve().parents[2]
OURS = ("intranet.", "knowledge", "ideas")
READ = re.compile(r"""(?:\benv\.\w+|os\.environ(?:\.\w+)?|getenv)[(\[]\s*["']([A-Z][A-Z0-9_]+)["']""")
ASKED = re.compile(r"""registry\.ask\(\s*["']([a-z_.]+)["']""")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
ONLY_FOR_TESTS = {"DJANGO_SETTINGS_MODULE", "PARVIS_TEST_VAR", "PYTEST_XDIST_WORKER"}


def sources() -> list[Path]:
    return [path for part in ("intranet", "knowledge", "ideas") for path in (ROOT / part).rglob("*.py")]


def variables() -> set[str]:
    found = {name for path in sources() for name in READ.findall(path.read_text())}
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


def test_the_authors_page_names_each_service_once_and_none_that_is_gone() -> None:
    table = documented("extending.md").split("| service |")[1].split("\n\n")[0]
    firsts = [row.split("|")[1] for row in table.splitlines()[2:]]
    named = [name for first in firsts for name in re.findall(r"`([a-z_.]+)`", first)]
    assert sorted({name for name in named if named.count(name) > 1}) == []
    asked = {name for path in sources() for name in ASKED.findall(path.read_text())}
    assert sorted(set(named) - asked - set(registry._providers)) == []


def pages() -> list[Path]:
    """Every page of documentation: at the root, in ``docs/``, beside the components."""
    return [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "templates").rglob("*.md"))]


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings get where it is shown."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def code(page: Path) -> list[str]:
    """What a page says to type: its blocks of code, line by line, and what stands between backticks."""
    text = page.read_text()
    blocks = [line.partition("#")[0] for block in FENCED.findall(text) for line in block.splitlines()]
    return blocks + re.findall(r"`([^`\n]+)`", FENCED.sub("", text))


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    broken = []
    for page in pages():
        for target in re.findall(r"\]\(([^)\s]+)\)", FENCED.sub("", page.read_text())):
            if re.match(r"[a-z]+:", target):
                continue
            path, _hash, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            if not file.exists() or (anchor and anchor not in anchors(file)):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        target
        for page in pages()
        for line in code(page)
        for target in re.findall(r"(?:^|[;&] |=\S* )make ([a-z-]+)", line)
    }
    assert {"run", "test"} <= named
    assert sorted(named - targets) == []


def test_every_command_that_is_named_exists() -> None:
    named = {name for page in pages() for line in code(page) for name in re.findall(r"manage\.py ([a-z_]+)", line)}
    named |= set(
        re.findall(r"^\| `([a-z_]+)[ `]", documented("administrator.md").partition("## Commands")[2], re.MULTILINE)
    )
    assert {"prepare", "rebuild_search"} <= named
    assert sorted(named - set(get_commands())) == []


def test_every_role_has_its_page() -> None:
    index = documented("README.md")
    for role in roles.LABELS:
        assert re.search(rf"^\| {role} \|.*\]\([a-z-]+\.md\)", index, re.MULTILINE), role


def test_every_permission_that_roles_come_with_is_in_the_administrators_page() -> None:
    page = documented("administrator.md")
    assert sorted(name for name in roles._grants if f"`{name}`" not in page) == []


def test_the_pictures_of_the_documentation_are_light() -> None:
    pictures = list((ROOT / "docs" / "images").iterdir())
    assert pictures
    assert sum(picture.stat().st_size for picture in pictures) < 250 * 1024
