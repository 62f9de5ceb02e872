"""Taking a space or an article along: at once when it is small, else made by the worker and kept for its person."""

import io
import tempfile
from typing import Any

from django.contrib import messages
from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from knowledge import policies
from knowledge.exporting.making import is_possible_as_pdf, is_quick, write_pdf, write_zip
from knowledge.exporting.models import Export, TooMany
from knowledge.exporting.pdf.drawing import NotPossible, is_possible
from knowledge.models import ArticlePage, SpacePage
from knowledge.presenting import crumbs_to

TYPES = {"pdf": "application/pdf", "zip": "application/zip"}
SHOWN = 20


@require_http_methods(["GET", "POST"])
def space(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """Choose what a space becomes, and get it: all that the person may see of it, with the spaces inside."""
    found = get_object_or_404(SpacePage.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        return _take(request, found, request.POST.get("format", ""))
    return _shown(request, found)


@require_http_methods(["GET", "POST"])
def article(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """An article as a PDF file; a very long one is asked for by a button."""
    found = get_object_or_404(ArticlePage.objects.visible_to(request.user), pk=pk)
    if not policies.can_read_text(request.user, found):
        raise Http404
    if request.method == "POST" or is_quick(found, "pdf", request.user):
        return _take(request, found, "pdf")
    return _shown(request, found)


def _take(request: HttpRequest, place: SpacePage | ArticlePage, format: str) -> HttpResponse | FileResponse:
    if format not in TYPES:
        return _shown(request, place, _("Choose what you want to take along."), status=422)
    if format == "pdf" and not is_possible():
        return _shown(
            request,
            place,
            _("This site cannot make PDF files yet: the administrator is told what it lacks."),
            status=503,
        )
    if format == "pdf" and not is_possible_as_pdf(place, request.user):
        return _shown(
            request, place, _("This is too long for one PDF file. Take the spaces inside one by one."), status=422
        )
    if not is_quick(place, format, request.user):
        return _asked(request, place, format)
    file = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 (the response closes it)
    try:
        _write(place, file, format, request)
    except NotPossible:
        file.close()
        return _shown(
            request,
            place,
            _("This site cannot make PDF files yet: the administrator is told what it lacks."),
            status=503,
        )
    file.seek(0)
    return _given(file, f"{place.slug}.{format}", format)


def _write(
    place: SpacePage | ArticlePage, file: "tempfile.SpooledTemporaryFile[bytes]", format: str, request: HttpRequest
) -> None:
    if isinstance(place, SpacePage) and format == "zip":
        write_zip(place, file, user=request.user)
    else:
        write_pdf(place, file, user=request.user, language=get_language() or "en")


def _asked(request: HttpRequest, place: SpacePage | ArticlePage, format: str) -> HttpResponse:
    try:
        Export.objects.ask(place, format=format, by=request.user)
    except TooMany:
        return _shown(
            request, place, _("Several files are being prepared for you already. Wait until one is ready."), status=429
        )
    messages.success(request, _("The file is being prepared. You are told as soon as it is ready."))
    return redirect("knowledge:exporting:mine")


def _shown(request: HttpRequest, place: SpacePage | ArticlePage, error: str = "", *, status: int = 200) -> HttpResponse:
    context = {
        "place": place,
        "is_space": isinstance(place, SpacePage),
        "error": error,
        "crumbs": crumbs_to(place, and_itself=True),
        "can_make_pdf": is_possible(),
        "has_files": Export.objects.of(request.user).exists(),
    }
    return render(request, "knowledge/exporting/take.html", context, status=status)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The files that were made for me, and those that are being made."""
    exports = list(Export.objects.of(request.user)[:SHOWN])
    is_waiting = any(export.state == Export.State.WAITING for export in exports)
    return render(request, "knowledge/exporting/mine.html", {"exports": exports, "is_waiting": is_waiting})


@require_GET
def download(request: HttpRequest, pk: int) -> FileResponse:
    """A file that was made for me; what I may not see any more, I do not get."""
    export = get_object_or_404(Export.objects.of(request.user).filter(state=Export.State.READY), pk=pk)
    try:
        handle = export.file.open("rb")
    except OSError as error:
        raise Http404 from error
    return _given(handle, export.file_name, export.format)


def _given(
    file: "File[Any] | io.IOBase | tempfile.SpooledTemporaryFile[bytes]", name: str, format: str
) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[format])
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
