"""A review as a table, for CSV and for a workbook. What the person may not see is not in it.

No name of a person but where names are asked for: who proposed, who carries out, who evaluated. A text that a spreadsheet
would take for a formula is made a text: whoever can write an idea could otherwise have it run on a leader's machine.
"""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from ideas.models import Decision
from ideas.reviewing_room.arguments import Argument, Case, cases_of
from ideas.reviewing_room.cards import name_of
from intranet.core.richtext import excerpt, to_text

if TYPE_CHECKING:
    from ideas.reviewing_room.room import Place, Room

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST = 60
Row = list[Any]


def shortlist(room: "Room", *, names: bool, base: str) -> list[Row]:
    """Return the header and one row an idea, in the order of the room. ``base``: what addresses begin with."""
    criteria = room.cards.criteria
    decisions = Decision.objects.select_related("by", "owner", "reason").in_bulk(
        [place.idea.last_decision_id for place in room.places if place.idea.last_decision_id]
    )
    cases = cases_of([place.entry for place in room.places], room.user)
    header = [
        _("Idea"),
        _("Title"),
        _("Status"),
        *([_("Supports"), _("Departments")] if room.sees_tally else []),
        _("Replies"),
        _("Cost"),
        _("Scorecards"),
        _("Score"),
        _("Lowest"),
        _("Highest"),
        _("Opinions far apart"),
        *[f"{criterion.label} (× {criterion.weight})" for criterion in criteria],
        pgettext("argument", "For"),
        pgettext("argument", "Against"),
        _("Official answer"),
        _("Reason"),
        _("Due"),
        *([_("Author"), _("Carried out by"), _("Decided by"), _("Evaluators")] if names else []),
        _("Address"),
    ]
    rows = [
        _idea(room, place, decisions.get(place.idea.last_decision_id or 0), cases, names, base) for place in room.places
    ]
    return [header, *rows]


def _idea(
    room: "Room", place: "Place", decision: Decision | None, cases: dict[int, Case], names: bool, base: str
) -> Row:
    idea, opinions, case = place.idea, place.opinions, cases[place.entry.pk]
    means = opinions.means
    people = [
        idea.author_name,
        str(decision.owner) if decision and decision.owner else "",
        str(decision.by) if decision and decision.by else "",
        ", ".join(f"{name_of(card)} ({_two(mean)})" for card, mean in opinions.ranked if mean is not None),
    ]
    return [
        idea.pk,
        idea.title,
        str(idea.get_status_display()),
        *([idea.total_support, place.spread.total if place.spread else 0] if room.sees_tally else []),
        idea.discussion.post_count,
        idea.cost,
        f"{place.sent} / {place.expected}",
        _two(opinions.mean),
        _two(min(means)) if means else None,
        _two(max(means)) if means else None,
        (_("yes") if opinions.disagree else _("no")) if len(means) > 1 else "",
        *[_two(line.mean) for line in opinions.lines],
        _said(case.pro),
        _said(case.con),
        to_text(decision.answer) if decision else "",
        str(decision.reason) if decision and decision.reason else "",
        timezone.localtime(decision.due_at).date() if decision and decision.due_at else None,
        *(people if names else []),
        f"{base}{idea.get_absolute_url()}",
    ]


def scorecards(room: "Room", *, names: bool) -> list[Row]:
    """Return the header and one row a scorecard that may be seen; without names, each idea's from the lowest."""
    header = [
        _("Idea"),
        _("Title"),
        _("Evaluator"),
        _("Score"),
        *[f"{criterion.label} (× {criterion.weight})" for criterion in room.cards.criteria],
        _("Comment"),
    ]
    rows = [
        [
            place.idea.pk,
            place.idea.title,
            (name_of(card) or _("Somebody who left")) if names else str(number),
            _two(mean),
            *[card.score_of(criterion) for criterion in room.cards.criteria],
            card.comment,
        ]
        for place in room.places
        for number, (card, mean) in enumerate(place.opinions.ranked, start=1)
    ]
    return [header, *rows]


def as_csv(rows: Iterable[Row]) -> bytes:
    """Return the rows in UTF-8 with its mark, which spreadsheets look for; in French with semicolons, which they expect."""
    french = (get_language() or "").startswith("fr")
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";" if french else ",")
    for row in rows:
        writer.writerow([_plain(value, comma=french) for value in row])
    return target.getvalue().encode("utf-8-sig", "replace")


def as_xlsx(sheets: dict[str, list[Row]]) -> bytes:
    """Return a workbook with a sheet for each name: head in bold and frozen, columns as wide as they need, texts as texts."""
    from openpyxl import Workbook  # it takes long to load: only who asks for a workbook waits
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title[:31])
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                _fill(sheet.cell(number, column), value, bold=number == 1)
        sheet.freeze_panes = "C2"
        sheet.auto_filter.ref = sheet.dimensions
        for column, values in enumerate(zip(*rows, strict=True), start=1):
            widest = max(len(str(value)) for value in values if value is not None)
            sheet.column_dimensions[get_column_letter(column)].width = min(widest + 2, _WIDEST)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(cell: Any, value: Any, *, bold: bool) -> None:
    """Put ``value`` there; a text is marked as one, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", neutral(value))[:32000]
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    else:
        cell.value = value
        cell.alignment = Alignment(vertical="top")
    if bold:
        cell.font = Font(bold=True)


def neutral(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.lstrip(" \xa0").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _plain(value: Any, *, comma: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(value).replace(".", ",") if comma else str(value)
    return neutral(value.replace("\0", "")) if isinstance(value, str) else str(value)


def _two(value: Fraction | None) -> Decimal | None:
    """Return an exact mean with two decimals, halves up."""
    if value is None:
        return None
    return Decimal((value.numerator * 200 + value.denominator) // (2 * value.denominator)) / 100


def _said(argument: Argument | None) -> str:
    return excerpt(argument.post.body, 400) if argument else ""
