"""What the code and the templates say to people, and its French."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from intranet.config.settings.env import BASE_DIR

ROOTS = ("intranet", "knowledge", "ideas")
# Which arguments of a function are the context, the text and the plural.
FUNCTIONS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_CALL = re.compile(r"\b(?:n?p?gettext(?:_lazy|_noop)?|_)\(")

Text = tuple[str, str]  # (context, text): what a catalogue looks up


def python_files() -> list[Path]:
    return [
        path for root in ROOTS for path in sorted((BASE_DIR / root).rglob("*.py")) if "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    return sorted(path for path in (BASE_DIR / "templates").rglob("*") if path.suffix in {".html", ".txt", ".xml"})


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def marked(call: ast.Call) -> tuple[Text, bool] | None:
    """Return ((context, text), has a plural) if this call marks a text for translation."""
    if called(call) not in FUNCTIONS:
        return None
    context, text, plural = FUNCTIONS[called(call)]
    if len(call.args) <= text or not isinstance(call.args[text], ast.Constant):
        return None
    said = call.args[text].value
    if not isinstance(said, str):
        return None
    return ((call.args[context].value if context is not None else "", said), plural is not None)  # type: ignore[attr-defined]  # a constant: gettext takes no other


def _in_template(source: str) -> Iterator[ast.Call]:
    """The calls in what Django makes of a template for the gatherer of texts."""
    python = templatize(source)
    for found in _CALL.finditer(python):
        end = found.end()
        while (end := python.find(")", end) + 1) > 0:
            try:
                tree = ast.parse(python[found.start() : end], mode="eval").body
            except SyntaxError:
                continue
            if isinstance(tree, ast.Call):
                yield tree
            break


@cache
def used() -> dict[Text, tuple[bool, str]]:
    """Each marked text → (has a plural, where)."""
    found: dict[Text, tuple[bool, str]] = {}

    def note(calls: Iterator[ast.Call], path: Path) -> None:
        for call in calls:
            if text := marked(call):
                plural = text[1] or found.get(text[0], (False, ""))[0]
                found[text[0]] = (plural, str(path.relative_to(BASE_DIR)))

    for path in python_files():
        note((node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)), path)
    for path in templates():
        note(_in_template(path.read_text()), path)
    return found


@cache
def french() -> dict[Text, polib.POEntry]:
    catalogue = polib.pofile(str(BASE_DIR / "locale/fr/LC_MESSAGES/django.po"))
    return {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue}


def forms_of(entry: polib.POEntry) -> list[str]:
    """All that the French may say for one text."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def spoken(text: str) -> str:
    """``text`` without its tags and placeholders: what is left is language."""
    return re.sub(r"<[^>]*>|%?%\(\w+\)[sd]|\{\w*\}", "\N{OBJECT REPLACEMENT CHARACTER}", text)
