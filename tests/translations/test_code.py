"""No code says anything to people that is not marked, or that the gatherer of texts cannot see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from intranet.config.settings.env import BASE_DIR
from tests.translations.texts import FUNCTIONS, called, marked, python_files

MESSAGES = {"debug", "info", "success", "warning", "error", "add_message"}
SPOKEN_KEYWORDS = {
    "label",
    "label_plural",
    "help_text",
    "verbose_name",
    "verbose_name_plural",
    "empty_label",
    "heading",
}


def is_bare(node: ast.expr) -> bool:
    """Whether this is a text built here, with letters in it, rather than one that is translated."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and any(letter.isalpha() for letter in node.value)
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and is_bare(part) for part in node.values)
    return isinstance(node, ast.BinOp) and (is_bare(node.left) or is_bare(node.right))


def said(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield what people read: messages, errors of forms, labels, names of models, choices."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "messages":
                yield from node.args[1:2] if function.attr in MESSAGES else ()
            if called(node) in {"ValidationError", "add_error"}:
                yield from node.args[-1:] if called(node) == "add_error" else node.args[:1]
            if called(node) == "declare_verb":
                yield from node.args[1:]
            yield from (word.value for word in node.keywords if word.arg in SPOKEN_KEYWORDS)
        elif isinstance(node, ast.ClassDef):
            bases = {getattr(base, "attr", getattr(base, "id", "")) for base in node.bases}
            for line in node.body:
                if not isinstance(line, ast.Assign):
                    continue
                names = {getattr(target, "id", "") for target in line.targets}
                if names & {"verbose_name", "verbose_name_plural"}:
                    yield line.value
                if bases & {"TextChoices", "IntegerChoices"} and isinstance(line.value, ast.Tuple):
                    yield line.value.elts[-1]


def unseen(tree: ast.Module) -> Iterator[str]:
    """Yield the marks that do nothing: a text built before it is looked up, or inside an f-string, which xgettext skips."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and marked(call):
                    yield f"line {call.lineno}: marked inside an f-string"
        if isinstance(node, ast.Call) and called(node) in FUNCTIONS and node.args:
            text = (
                node.args[FUNCTIONS[called(node)][1]] if len(node.args) > FUNCTIONS[called(node)][1] else node.args[0]
            )
            if isinstance(text, ast.JoinedStr | ast.BinOp):
                yield f"line {node.lineno}: built before it is looked up"


def frozen(tree: ast.Module) -> Iterator[str]:
    """Yield the texts that are looked up once, when the module is read, in whatever language that is."""
    lazy = {
        alias.asname or alias.name: alias.name.endswith(("_lazy", "_noop"))
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }

    def walk(node: ast.AST) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            if isinstance(child, ast.Call) and lazy.get(getattr(child.func, "id", "")) is False and marked(child):
                yield f"line {child.lineno}"
            yield from walk(child)

    return walk(tree)


def name(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))


@pytest.fixture(scope="module")
def modules() -> dict[str, ast.Module]:
    return {name(path): ast.parse(path.read_text()) for path in python_files()}


def test_what_people_read_is_marked(modules: dict[str, ast.Module]) -> None:
    bare = [
        f"{path}:{text.lineno} {ast.unparse(text)}"
        for path, tree in modules.items()
        for text in said(tree)
        if is_bare(text)
    ]
    assert bare == []


def test_every_mark_is_seen_by_the_gatherer(modules: dict[str, ast.Module]) -> None:
    assert [f"{path} {fault}" for path, tree in modules.items() for fault in unseen(tree)] == []


def test_no_text_is_frozen_in_the_language_of_the_start(modules: dict[str, ast.Module]) -> None:
    assert [f"{path} {fault}" for path, tree in modules.items() for fault in frozen(tree)] == []
