"""A rule is set aside on one line, for one rule, and the line says why."""

import io
import re
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("benchmarks", "ideas", "intranet", "knowledge", "tests")
SET_ASIDE = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b")
WHICH = re.compile(r"#\s*(?:noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|type:\s*ignore\[[\w, -]+\])")
WORDS = re.compile(r"[a-zA-Z]{2,}")


def unexplained(path: Path) -> list[str]:
    """Return the lines of ``path`` that set a rule aside without naming it, or without a reason beside it or above."""
    text = path.read_text()
    if not SET_ASIDE.search(text):
        return []
    found, lines = [], text.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT or not SET_ASIDE.search(token.string):
            continue
        number = token.start[0]
        above = lines[number - 2].strip() if number > 1 else ""
        reason = WHICH.sub("", token.string) + (above if above.startswith("#") else "")
        if not WHICH.search(token.string) or len(WORDS.findall(reason)) < 2:
            found.append(f"{path.relative_to(ROOT)}:{number}")
    return found


def test_who_sets_a_rule_aside_says_which_and_why() -> None:
    files = [path for folder in CODE for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    assert len(files) > 500
    assert [line for path in files for line in unexplained(path)] == []


def test_no_page_takes_a_text_for_clean_by_itself() -> None:
    """Only code says that a text is clean, where it made it so; a template would say it of whatever comes there later."""
    pages = list((ROOT / "templates").rglob("*.html"))
    assert len(pages) > 100
    unescaped = re.compile(r"\|\s*safe(?:seq)?\b|autoescape\s+off")
    assert [page.name for page in pages if unescaped.search(page.read_text())] == []
