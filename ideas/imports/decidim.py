"""Decidim's CSV exports: proposals with their votes, debates, and the threaded comments of either.

Which one a file is follows from its header. Columns in a language ("title/fr") and without ("title") are both read.
Ids are unique within one platform only, so the key of an object is its address.
"""

import html
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from ideas.imports.records import BadFile, Batch, SourceComment, SourceDebate, SourceIdea
from intranet.core.richtext import from_plain

Row = dict[str, str]

_MARKUP = re.compile(
    r"</?(p|br|strong|em|b|i|ul|ol|li|a|h[1-6]|div|span|blockquote|img|table|u)\b[^>]*>", re.IGNORECASE
)
_COMMENT = "Decidim::Comments::Comment"


def read_decidim(path: Path, rows: list[tuple[int, Row]]) -> Batch:
    """Return what ``rows`` hold. ``BadFile`` when the header is none of the three, or a row makes no sense."""
    if not rows:
        raise BadFile(f"{path}: a header and no row: nothing to import")
    read = _reader_for(path, rows[0][1])
    batch = Batch()
    for line, row in rows:
        try:
            read(row, batch)
        except (ValueError, KeyError) as error:
            raise BadFile(f"{path}: line {line}: {error}") from error
    return batch


def _reader_for(path: Path, row: Row) -> Callable[[Row, Batch], None]:
    columns = {name.split("/")[0] for name in row}
    if {"body", "commentable_id", "commentable_type", "root_commentable_url"} <= columns:
        return _read_comment
    if {"id", "title", "body", "url", "created_at"} <= columns:
        return _read_proposal
    if {"id", "title", "description", "url", "created_at"} <= columns:
        return _read_debate
    known = ", ".join(sorted(columns)[:8])
    raise BadFile(f"{path}: not a Decidim export of proposals, debates or comments (its columns: {known})")


def _read_proposal(row: Row, batch: Batch) -> None:
    title, _language = _localized(row, "title")
    body, language = _localized(row, "body")
    if not title or not body.strip():
        batch.skip("proposal without a title or a text")
        return
    category, _language = _localized(row, "category/name")
    scope, _language = _localized(row, "scope/name")
    batch.ideas.append(
        SourceIdea(
            key=_key(row["url"]),
            title=title,
            proposal=as_html(body),
            at=_moment(row["created_at"]),
            language=language,
            author=_author(row),
            votes=_whole(row.get("votes") or row.get("proposal_votes") or "0"),
            tags=tuple(name for name in (category, scope) if name),
        )
    )


def _read_debate(row: Row, batch: Batch) -> None:
    title, language = _localized(row, "title")
    if not title:
        batch.skip("debate without a title")
        return
    text, _language = _localized(row, "description")
    batch.debates.append(
        SourceDebate(
            key=_key(row["url"]),
            title=title,
            text=as_html(text),
            at=_moment(row["created_at"]),
            language=language,
            author=_author(row),
        )
    )


def _read_comment(row: Row, batch: Batch) -> None:
    body, language = _localized(row, "body")
    if not body.strip():
        batch.skip("comment without a text")
        return
    root = _key(row["root_commentable_url"])
    site = urlsplit(root).netloc
    is_answer = row["commentable_type"] == _COMMENT
    batch.comments.append(
        SourceComment(
            key=f"//{site}/comments/{_whole(row['id'])}",
            root=root,
            parent=f"//{site}/comments/{_whole(row['commentable_id'])}" if is_answer else "",
            text=as_html(body),
            author=_author(row),
            at=_moment(row["created_at"]),
            language=language,
        )
    )


def as_html(text: str) -> str:
    """Return ``text`` as HTML: as it is when it is marked up, in paragraphs when it is plain."""
    return text if _MARKUP.search(text) else str(from_plain(html.unescape(text)))


def _localized(row: Row, name: str) -> tuple[str, str]:
    """Return the first filled column of ``name`` with its language; the site's own language first, then any."""
    default = settings.LANGUAGE_CODE[:2]
    columns: Iterable[tuple[str, str]] = [(name, default), (f"{name}/{default}", default)]
    columns = [*columns, *((key, key.rsplit("/", 1)[1]) for key in row if re.fullmatch(rf"{name}/[a-z]{{2}}", key))]
    known = dict(settings.LANGUAGES)
    for column, language in columns:
        value = row.get(column, "").replace("\r\n", "\n")
        if value.strip():
            plain = (
                " ".join(html.unescape(value).split())
                if name.split("/")[0] in ("title", "category", "scope")
                else value
            )
            return plain, _language_of(plain, language if language in known else default, named="/" in column)
    return "", default


def _language_of(text: str, language: str, *, named: bool) -> str:
    from intranet.core.richtext import guess_language

    return language if named else guess_language(text, default=language)


def _author(row: Row) -> str:
    name = row.get("author/name") or row.get("author/nickname") or ""
    return " ".join(name.split())[:120]


def _key(url: str) -> str:
    """Return the address without its scheme and tail: what stays the same from one export to the next."""
    parts = urlsplit(url.strip())
    if not parts.netloc or not re.search(r"/\d+/?$", parts.path):
        raise ValueError(f"“{url[:80]}” is not the address of a proposal or debate")
    return f"//{parts.netloc}{parts.path.rstrip('/')}"[:255]


def _moment(value: str) -> datetime:
    for form in ("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"):
        try:
            moment = datetime.strptime(value.strip(), form)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    raise ValueError(f"“{value[:40]}” is not a date")


def _whole(value: str) -> int:
    value = value.strip()
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise ValueError(f"“{value[:40]}” is not a whole number")
    return int(value)
