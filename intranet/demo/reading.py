"""Reading the content files: YAML, Markdown with front matter, and threads.

A thread is written as people would note it down; each message begins with a line of its own::

    @@ nadia 12 09:15 id=n to=m +thanks:elise,marc +agree:theo
    What she wrote, in Markdown.

that is: who, when (working days ago, time in Paris), ``id`` to be answered by, ``to`` the message it answers (an id, or
``-1`` for the one before), and reactions by name. In texts ``@nadia`` names a person; a link to ``article:slug``,
``space:slug`` or ``room:slug`` leads there.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

CONTENT = Path(__file__).parent / "content"

_INNER = re.compile(r'href="(article|space|room):([a-z0-9-]+)"')
_HEADING = re.compile(r"(?m)^## (.+)$")


@dataclass(frozen=True)
class Message:
    by: str
    at: str
    text: str
    id: str = ""
    to: str = ""
    reactions: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """A Markdown file: what its front matter says, and its text."""

    slug: str
    about: dict[str, Any]
    text: str

    @property
    def headings(self) -> list[str]:
        return _HEADING.findall(self.text)

    def versions(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield each step of the history with the text as it was then, the oldest first.

        A step says what it brought: ``adds`` a section, ``changes`` some words (now → before). Without the later
        steps' additions, the text is that of the step.
        """
        steps = self.about["history"]
        for position, step in enumerate(steps):
            text = self.text
            for later in steps[position + 1 :]:
                if heading := later.get("adds"):
                    text = _without_section(text, heading)
                for now, before in later.get("changes", {}).items():
                    text = text.replace(now, before)
            yield step, text


@cache
def load(name: str) -> Any:
    """Return what the YAML file ``name`` of the content holds."""
    return yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def documents(folder: str) -> list[Document]:
    """Return the Markdown files of ``folder``, by name."""
    return [_document(path) for path in sorted((CONTENT / folder).glob("*.md"))]


def messages(text: str) -> list[Message]:
    """Return the messages of a thread, in the order they are written."""
    found = []
    for block in re.split(r"(?m)^@@ ", text)[1:]:
        head, _newline, body = block.partition("\n")
        by, day, hour, *options = head.split()
        named = dict(option.split("=", 1) for option in options if "=" in option)
        reactions = dict(option[1:].split(":", 1) for option in options if option.startswith("+"))
        found.append(
            Message(
                by=by,
                at=f"{day} {hour}",
                text=body.strip(),
                id=named.get("id", ""),
                to=named.get("to", ""),
                reactions={name: who.split(",") for name, who in reactions.items()},
            )
        )
    return found


def to_html(markdown: str, address: Callable[[str, str], str] | None = None) -> str:
    """Return ``markdown`` as HTML. ``address(kind, slug)`` gives the attributes of a link to one of our own pages."""
    html = _markdown().render(markdown.strip())
    if address is not None:
        html = _INNER.sub(lambda link: address(link[1], link[2]), html)
    return html


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _document(path: Path) -> Document:
    _start, about, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return Document(slug=path.stem, about=yaml.safe_load(about), text=text.strip())


def _without_section(text: str, heading: str) -> str:
    start = text.index(f"## {heading}\n")
    following = text.find("\n## ", start)
    rest = text[following + 1 :] if following != -1 else ""
    return (text[:start].rstrip() + "\n\n" + rest).strip()
