"""Taking a review along: on paper, or as a table. Who decides may; what they may not see is not in it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ideas.reviewing_room import paper, tables
from ideas.reviewing_room.room import Room
from ideas.reviewing_room.views.finding import led
from intranet.contributions.paper import NotPossible, is_possible

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _room(request: HttpRequest, campaign: str, number: int) -> Room:
    return Room(led(request, campaign, number), request.user, order=request.GET.get("order", ""))


@require_GET
@never_cache
def as_pdf(request: HttpRequest, campaign: str, number: int) -> HttpResponse:
    """The shortlist on paper, one idea a page; a long one is several files (``?part=2``)."""
    room = _room(request, campaign, number)
    parts = {str(part) for part, _first, _last in room.files} or {"1"}
    part = request.GET.get("part", "1")
    if part not in parts:
        raise Http404
    try:
        data = paper.draw(room, int(part)) if is_possible() else b""
    except NotPossible:
        data = b""
    if not data:
        messages.error(request, _("This site cannot make PDF files yet: the administrator is told what it lacks."))
        return redirect(room.review)
    return _file(room, data, "application/pdf", "pdf", inline=True)


@require_GET
@never_cache
def as_csv(request: HttpRequest, campaign: str, number: int) -> HttpResponse:
    """The shortlist as CSV; with names only where they are asked for (``?names=1``)."""
    room = _room(request, campaign, number)
    rows = tables.shortlist(room, names=_wants_names(request), base=_base())
    return _file(room, tables.as_csv(rows), "text/csv; charset=utf-8", "csv")


@require_GET
@never_cache
def as_xlsx(request: HttpRequest, campaign: str, number: int) -> HttpResponse:
    """The shortlist and its scorecards as a workbook; with names only where they are asked for (``?names=1``)."""
    room, names = _room(request, campaign, number), _wants_names(request)
    sheets = {
        _("Shortlist"): tables.shortlist(room, names=names, base=_base()),
        _("Scorecards"): tables.scorecards(room, names=names),
    }
    return _file(room, tables.as_xlsx(sheets), XLSX, "xlsx")


def _wants_names(request: HttpRequest) -> bool:
    return request.GET.get("names") == "1"


def _base() -> str:
    return settings.PARVIS_BASE_URL.rstrip("/")


def _file(room: Room, data: bytes, content_type: str, ending: str, *, inline: bool = False) -> HttpResponse:
    name = f"{slugify(room.review.title)[:60] or 'review'}.{ending}"
    how = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=content_type, headers=headers)
