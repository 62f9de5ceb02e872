"""A clean clone gets exactly the libraries that the code imports, all of one known version."""

import ast
import platform
import re
import sys
from importlib.metadata import metadata, packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
DEBIAN_12 = "3.11.2"  # its Python: what a clean clone must install on, whatever runs the tests
OURS = {"intranet", "knowledge", "ideas", "tests", "benchmarks"}


def pins(name: str) -> dict[str, Requirement]:
    lines = (re.sub(r"\s+#.*|^#.*|^-r .*", "", line).strip() for line in (ROOT / name).read_text().splitlines())
    return {canonicalize_name(pin.name): pin for pin in map(Requirement, filter(None, lines))}


def is_for_here(pin: Requirement) -> bool:
    return pin.marker is None or pin.marker.evaluate()


def imported(*folders: str) -> set[str]:
    names: set[str] = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - OURS


def test_every_library_is_pinned_to_one_version() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        loose = [str(pin) for pin in pins(name).values() if [part.operator for part in pin.specifier] != ["=="]]
        assert loose == []


def test_what_the_site_imports_is_in_its_requirements() -> None:
    available = packages_distributions()
    only_for_development = {"mypy", "debug_toolbar", "weasyprint"}
    names = imported("intranet", "knowledge", "ideas") - only_for_development
    unpinned = {
        n for n in names if not {canonicalize_name(d) for d in available.get(n, [])} & pins("requirements.txt").keys()
    }
    assert sorted(unpinned) == []


def test_what_a_library_needs_is_pinned_too() -> None:
    """On this Python and on that of Debian."""
    site = pins("requirements.txt")
    missing = set()
    for pin in filter(is_for_here, site.values()):
        for line in requires(pin.name) or []:
            need = Requirement(line)
            places = [
                {"extra": extra, "python_full_version": version}
                for extra in pin.extras or {""}
                for version in (platform.python_version(), DEBIAN_12)
            ]
            if need.marker is None or any(map(need.marker.evaluate, places)):
                missing |= {canonicalize_name(need.name)} - site.keys()
    assert sorted(missing) == []


def test_every_library_can_be_installed_on_the_python_of_debian_12() -> None:
    refused = []
    for name in ("requirements.txt", "requirements-dev.txt"):
        for pin in filter(is_for_here, pins(name).values()):
            asked = metadata(pin.name).get("Requires-Python") or ""
            if not SpecifierSet(asked).contains(DEBIAN_12):
                refused.append(f"{pin}: Python {asked}")
    assert refused == []
