"""The ideas of a campaign as CSV, JSON or a workbook: what the reader may know, and nobody's name unless it is asked for."""

import csv
import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ideas import own_fields, policies
from ideas.breadth import breadth_of
from ideas.exchange.cells import as_text
from ideas.models import Campaign, Idea
from intranet.contributions.models.activity import record
from intranet.core.richtext import to_text

if TYPE_CHECKING:
    from intranet.accounts.models import User

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLUMNS = (
    "id",
    "title",
    "problem",
    "proposal",
    "benefit",
    "status",
    "language",
    "tags",
    "departments",
    "date",
    "cost",
    "supports",
    "supports_before_import",
    "supporting_departments",
    "replies",
    "answer",
    "url",
)
# Before the key of a field that the campaign asks of its own, so that it is never one of the columns.
OWN = "field_"


def may_export(user: "User") -> bool:
    return policies.can_decide(user) or policies.can_manage_campaigns(user)


def may_export_names(user: "User") -> bool:
    return user.has_perm("ideas_exchange.export_names")


def export(campaign: Campaign, *, by: "User", form: str, names: bool) -> bytes:
    """Return the file, and record that it was made and whether it names people."""
    with transaction.atomic():
        record("campaign.exported", by=by, target=campaign, format=form, names=names)
        rows = list(_rows(campaign, by, names))
    own = [f"{OWN}{told['key']}" for told in campaign.fields]
    columns = [*COLUMNS, *own, *(["author"] if names else [])]
    return _WRITERS[form](columns, rows)


def _rows(campaign: Campaign, user: "User", names: bool) -> Iterator[dict[str, Any]]:
    """Give the ideas, oldest first. What a hidden tally hides is empty, not zero."""
    shown = Idea.objects.visible_to(user).filter(campaign=campaign).order_by("pk")
    ideas = list(
        shown.select_related("campaign", "discussion", "author", "official_answer").prefetch_related(
            "tags", "departments"
        )
    )
    breadth = breadth_of(ideas) if policies.can_see_contest(user, campaign) else {}
    for idea in ideas:
        seen = policies.can_see_tally(user, idea)
        yield {
            "id": idea.pk,
            "title": idea.title,
            "problem": to_text(idea.problem),
            "proposal": to_text(idea.proposal),
            "benefit": to_text(idea.benefit),
            "status": idea.status,
            "language": idea.language,
            "tags": ", ".join(sorted(tag.name for tag in idea.tags.all())),
            "departments": ", ".join(sorted(department.name for department in idea.departments.all())),
            "date": timezone.localtime(idea.created_at).isoformat(timespec="seconds"),
            "cost": idea.cost,
            "supports": idea.support_count if seen else None,
            "supports_before_import": idea.imported_support_count if seen else None,
            "supporting_departments": breadth[idea.pk].total if seen and idea.pk in breadth else None,
            "replies": idea.discussion.post_count,
            "answer": to_text(idea.official_answer.answer) if idea.official_answer else "",
            "url": settings.PARVIS_BASE_URL + idea.get_absolute_url(),
            **_own(campaign, idea),
        } | ({"author": idea.author_name} if names else {})


def _own(campaign: Campaign, idea: Idea) -> dict[str, str]:
    """The answers to the campaign's own fields, in the words of who exports; empty where nothing was said."""
    said = {one.key: one.value for one in own_fields.said_in(campaign, idea.answers)}
    return {f"{OWN}{told['key']}": said.get(told["key"], "") for told in campaign.fields}


def _csv(columns: list[str], rows: list[dict[str, Any]]) -> bytes:
    """With the mark that tells spreadsheets it is UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(columns)
    writer.writerows([as_text(row[column]) for column in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _json(columns: list[str], rows: list[dict[str, Any]]) -> bytes:
    return json.dumps({"ideas": rows}, ensure_ascii=False, indent=1).encode()


def _xlsx(columns: list[str], rows: list[dict[str, Any]]) -> bytes:
    from openpyxl import Workbook  # it takes long to load: only who asks for a workbook waits

    book = Workbook(write_only=True)
    sheet = book.create_sheet("ideas")
    sheet.append(columns)
    for row in rows:
        sheet.append([_short(as_text(row[column])) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _short(value: Any) -> Any:
    """A cell of a workbook holds 32,767 characters."""
    return value[:32_000] if isinstance(value, str) else value


_WRITERS = {"csv": _csv, "json": _json, "xlsx": _xlsx}
