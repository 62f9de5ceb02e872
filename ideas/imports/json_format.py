"""The JSON format of ``import_ideas``, for whatever is not Decidim::

    {"format": "parvis-ideas-1",
     "ideas": [{"key": "old-box/17",              required, unique: imported once under it
                "title": "…", "proposal": "…",    required; texts are HTML or plain paragraphs
                "problem": "…", "benefit": "…", "author": "a name", "language": "fr",
                "created_at": "2026-03-01T09:00:00+01:00", "votes": 12, "status": "planned",
                "tags": ["canteen"], "departments": ["finance"],          slugs of departments
                "answer": {"text": "…", "at": "2026-04-02T10:00:00+02:00"},
                "comments": [{"key": "c1", "parent": "", "text": "…", "author": "…", "created_at": "…"}]}],
     "debates": [{"key": "…", "title": "…", "text": "…", "author": "…", "created_at": "…", "comments": […]}]}

``votes`` stay apart from the supports given here. A status that needs an official answer needs ``answer``.
"""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from ideas.imports.decidim import as_html
from ideas.imports.records import BadFile, Batch, SourceAnswer, SourceComment, SourceDebate, SourceIdea
from ideas.models import Status

FORMAT = "parvis-ideas-1"


def read_json(path: Path, text: str) -> Batch:
    """Return what ``text`` holds; ``BadFile`` names the first thing that is wrong and where it stands."""
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f"line {error.lineno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        raise BadFile(f"{path}: not JSON, or truncated ({where})") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadFile(f'{path}: "format" is not "{FORMAT}"')
    batch = Batch()
    seen: set[str] = set()
    for name, read in (("ideas", _read_idea), ("debates", _read_debate)):
        rows = data.get(name, [])
        if not isinstance(rows, list):
            raise BadFile(f"{path}: {name} is not a list")
        for number, row in enumerate(rows):
            _read_one(path, f"{name}[{number}]", row, batch, seen, read)
    return batch


def _read_one(
    path: Path, where: str, row: Any, batch: Batch, seen: set[str], read: Callable[[dict[str, Any], str, Batch], None]
) -> None:
    try:
        row = _object(row, "it")
        key = f"json:{_text(row, 'key', 200, required=True)}"
        _check_new(key, seen)
        read(row, key, batch)
        for comment in _list(row, "comments"):
            _read_comment(_object(comment, "a comment"), key, batch)
    except ValueError as error:
        raise BadFile(f"{path}: {where}: {error}") from error


def _check_new(key: str, seen: set[str]) -> None:
    if key in seen:
        raise ValueError(f"the key {key[5:]!r} is there twice")
    seen.add(key)


def _object(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{what} is not an object")  # noqa: TRY004 (told to whoever wrote the file)
    return value


def _list(row: dict[str, Any], name: str) -> list[Any]:
    values = row.get(name) or []
    if not isinstance(values, list):
        raise ValueError(f"{name} is not a list")  # noqa: TRY004  (told to whoever wrote the file)
    return values


def _read_idea(row: dict[str, Any], key: str, batch: Batch) -> None:
    status = _text(row, "status", 20) or Status.SUBMITTED
    if status not in Status.values:
        raise ValueError(f"unknown status {status!r}; one of {', '.join(Status.values)}")
    answer = _object(row["answer"], "answer") if row.get("answer") else None
    if Status(status).needs_answer and not (answer and _text(answer, "text", 50_000)):
        raise ValueError(f"the status {status!r} needs an answer")
    batch.ideas.append(
        SourceIdea(
            key=key,
            title=_text(row, "title", 500, required=True),
            problem=_html(row, "problem"),
            proposal=_html(row, "proposal", required=True),
            benefit=_html(row, "benefit"),
            author=_text(row, "author", 120),
            language=_language(row),
            at=_moment(row, "created_at"),
            votes=_whole(row, "votes"),
            status=status,
            tags=_names(row, "tags"),
            departments=_names(row, "departments"),
            answer=SourceAnswer(_html(answer, "text"), _moment(answer, "at")) if answer else None,
        )
    )


def _read_debate(row: dict[str, Any], key: str, batch: Batch) -> None:
    batch.debates.append(
        SourceDebate(
            key=key,
            title=_text(row, "title", 500, required=True),
            text=_html(row, "text"),
            author=_text(row, "author", 120),
            language=_language(row),
            at=_moment(row, "created_at"),
        )
    )


def _read_comment(row: dict[str, Any], root: str, batch: Batch) -> None:
    parent = _text(row, "parent", 40)
    batch.comments.append(
        SourceComment(
            key=f"{root}#{_text(row, 'key', 40, required=True)}",
            root=root,
            parent=f"{root}#{parent}" if parent else "",
            text=_html(row, "text", required=True),
            author=_text(row, "author", 120),
            language=_language(row),
            at=_moment(row, "created_at"),
        )
    )


def _text(row: dict[str, Any], name: str, longest: int, *, required: bool = False) -> str:
    value = row.get(name) or ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a text")  # noqa: TRY004  (told to whoever wrote the file)
    value = value.replace("\x00", "").strip()
    if required and not value:
        raise ValueError(f"{name} is missing")
    if len(value) > longest:
        raise ValueError(f"{name} is longer than {longest} characters")
    return value


def _html(row: dict[str, Any], name: str, *, required: bool = False) -> str:
    text = _text(row, name, 100_000, required=required)
    return as_html(text) if text else ""


def _language(row: dict[str, Any]) -> str:
    language = _text(row, "language", 5) or settings.LANGUAGE_CODE[:2]
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"unknown language {language!r}")
    return language


def _moment(row: dict[str, Any], name: str) -> datetime:
    value = _text(row, name, 40)
    if not value:
        return timezone.now()
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _whole(row: dict[str, Any], name: str) -> int:
    value = row.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError(f"{name} is not a whole number")
    return value


def _names(row: dict[str, Any], name: str) -> tuple[str, ...]:
    values = _list(row, name)
    if not all(isinstance(value, str) and value.strip() for value in values):
        raise ValueError(f"{name} is not a list of texts")
    return tuple(value.replace("\x00", "").strip()[:100] for value in values)
