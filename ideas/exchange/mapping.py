"""Which column of a file is what of an idea: guessed from its name, chosen by a person, checked row by row."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.exchange.reading import Sheet
from ideas.imports.records import Batch, SourceIdea
from ideas.models import Status
from ideas.tags import read_tags
from intranet.core.richtext import from_plain

if TYPE_CHECKING:
    from ideas.exchange.models import PendingImport

FIELDS = {
    "id": gettext_lazy("Number or address in its own world"),
    "title": gettext_lazy("Title"),
    "problem": gettext_lazy("The problem"),
    "proposal": gettext_lazy("The proposal"),
    "benefit": gettext_lazy("Expected benefit"),
    "author": gettext_lazy("Author"),
    "date": gettext_lazy("Date"),
    "status": gettext_lazy("Status"),
    "votes": gettext_lazy("Supports before import"),
    "tags": gettext_lazy("Tags"),
    "language": gettext_lazy("Language"),
}
_NAMES = {
    "id": ("id", "number", "numero", "no", "url", "reference", "ref", "identifiant"),
    "title": ("title", "titre", "idea", "idee", "intitule", "name", "nom", "subject", "sujet"),
    "problem": ("problem", "probleme", "theproblem", "leprobleme", "constat", "context", "contexte"),
    "proposal": (
        "proposal",
        "proposition",
        "theproposal",
        "laproposition",
        "body",
        "description",
        "text",
        "texte",
        "contenu",
        "content",
    ),
    "benefit": (
        "benefit",
        "benefits",
        "benefice",
        "benefices",
        "benefit attendu",
        "beneficeattendu",
        "expectedbenefit",
        "gain",
    ),
    "author": ("author", "auteur", "autrice", "by", "par", "authorname", "propose par", "proposepar"),
    "date": ("date", "createdat", "created", "submitted", "proposeele", "creele", "publishedat"),
    "status": ("status", "state", "statut", "etat"),
    "votes": ("votes", "supports", "soutiens", "likes", "support", "voix", "total votes"),
    "tags": ("tags", "tag", "motscles", "keywords", "themes", "category", "categorie", "categoryname"),
    "language": ("language", "langue", "lang", "locale"),
}


@dataclass
class Reading:
    """What a file would bring: ``batch`` for the importer, ``errors`` as (line, words), and the lines of the ideas."""

    batch: Batch = field(default_factory=Batch)
    errors: list[tuple[int, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def guess(header: list[str]) -> dict[str, int]:
    """Return {field: column} for the columns whose name says what they are; each column once."""
    plain = [_plain(name.split("/")[0]) for name in header]
    found: dict[str, int] = {}
    for name, words in _NAMES.items():
        for word in words:
            if _plain(word) in plain and (at := plain.index(_plain(word))) not in found.values():
                found[name] = at
                break
    return found


def read(sheet: Sheet, columns: dict[str, int], pending: "PendingImport") -> Reading:
    """Read every row by ``columns``. A row that makes no sense is an error of its line, and the rest goes on."""
    found = Reading(errors=list(sheet.errors))
    known = _known_statuses()
    for line, cells in sheet.rows:
        row = {name: cells[at].strip() for name, at in columns.items()}
        try:
            found.batch.ideas.append(_idea(row, pending, known))
            found.lines.append(line)
        except ValueError as error:
            found.errors.append((line, str(error)))
    found.errors.sort()
    return found


def _idea(row: dict[str, str], pending: "PendingImport", statuses: dict[str, str]) -> SourceIdea:
    title, proposal, problem = row.get("title", ""), row.get("proposal", ""), row.get("problem", "")
    if not title:
        raise ValueError(_("the title is empty"))
    if not (proposal or problem):
        raise ValueError(_("there is no text"))
    status = row.get("status", "")
    if status and _plain(status) not in statuses:
        raise ValueError(_("“%(status)s” is no status") % {"status": status[:40]})
    return SourceIdea(
        key=_key(row, pending),
        title=title,
        problem=_html(problem) if proposal else "",
        proposal=_html(proposal or problem),
        benefit=_html(row.get("benefit", "")),
        at=_date(row.get("date", "")),
        language=row["language"][:2].lower()
        if row.get("language", "")[:2].lower() in ("fr", "en")
        else pending.language,
        author=row.get("author", "")[:120],
        votes=_count(row.get("votes", "")),
        status=statuses[_plain(status)] if status else Status.SUBMITTED,
        tags=tuple(_tags(row.get("tags", ""))),
    )


def _key(row: dict[str, str], pending: "PendingImport") -> str:
    """Return what tells this idea from others, so that the same file can be brought twice: its number, else its words."""
    own = row.get("id", "")
    text = own or "\n".join((row.get("title", ""), row.get("problem", ""), row.get("proposal", "")))
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    return f"csv:{pending.campaign_id}:{'id' if own else 'text'}:{digest}"


def _known_statuses() -> dict[str, str]:
    from django.utils.translation import override

    found = {_plain(status.value): status.value for status in Status}
    for language in ("fr", "en"):
        with override(language):
            found |= {_plain(str(status.label)): status.value for status in Status}
    return {
        name: value for name, value in found.items() if value not in (Status.MERGED, Status.SPLIT, Status.WITHDRAWN)
    }


def _date(text: str) -> datetime:
    if not text:
        return timezone.now()
    european = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?:\s.*)?", text)
    if european:
        day, month, year = european.groups()
        text = f"{year}-{int(month):02}-{int(day):02}"
    try:
        moment = parse_datetime(text.removesuffix(" UTC")) or parse_date(text[:10])
    except ValueError:
        moment = None
    if moment is None or not 1970 <= moment.year <= timezone.now().year:
        raise ValueError(_("“%(date)s” is no date: 2026-11-21 or 21/11/2026") % {"date": text[:40]})
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12)
    moment = moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)
    return min(moment, timezone.now())


def _count(text: str) -> int:
    if not text:
        return 0
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 8):
        raise ValueError(_("“%(count)s” is no number of supports") % {"count": text[:40]})
    return int(plain)


def _tags(text: str) -> list[str]:
    from django.core.exceptions import ValidationError

    try:
        return read_tags(text)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from error


def _html(text: str) -> str:
    return (
        text
        if re.search(r"</(p|ul|ol|h\d|div|strong|em)>|<br", text, re.IGNORECASE)
        else from_plain(text)
        if text
        else ""
    )


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum() and not unicodedata.combining(letter))
