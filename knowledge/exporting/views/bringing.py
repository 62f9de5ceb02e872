"""Bringing documents into a space from the browser: a few at once, as drafts, with a report of what became of each."""

import io
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intranet.contributions.uploads import MAX_FILE_BYTES
from knowledge import policies
from knowledge.importing.importer import Importer
from knowledge.importing.source import DOCUMENTS, ImportRefused, Single, Source, Zip
from knowledge.models import SpacePage
from knowledge.presenting import crumbs_to

if TYPE_CHECKING:
    from knowledge.importing.report import Report

MOST_DOCUMENTS = 50
LARGEST_UNPACKED = 80 * 1024 * 1024


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Import a document or a small zip into a space (its stewards, and who manages the knowledge base)."""
    space = get_object_or_404(SpacePage.objects.visible_to(request.user), pk=pk)
    if not policies.can_steward(request.user, space):
        raise PermissionDenied
    if request.method != "POST":
        return _shown(request, space)
    try:
        source = _source(request.FILES.get("file"))
        report = Importer(source, space, by=request.user, publish=False, most=MOST_DOCUMENTS).run()
    except ImportRefused as refusal:
        return _shown(request, space, error=str(refusal))
    return _shown(request, space, report=report)


def _source(file: UploadedFile | None) -> Source:
    """Return what was sent, as a source; ``ImportRefused`` in words for what none can be made of."""
    if file is None:
        raise ImportRefused(_("Choose a file."))
    name = PurePath((file.name or "").replace("\\", "/")).name.replace("\x00", "")[:200]
    if (file.size or 0) > MAX_FILE_BYTES:
        limit = filesizeformat(MAX_FILE_BYTES)
        raise ImportRefused(_("This file is too big: %(limit)s at the most.") % {"limit": limit})
    data = file.read()
    suffix = PurePath(name).suffix.lower()
    if suffix in DOCUMENTS:
        return Single(name, data)
    if suffix == ".zip":
        return Zip(io.BytesIO(data), largest=LARGEST_UNPACKED)
    raise ImportRefused(_("Send a Markdown, HTML or Word (.docx) document, or a zip of them."))


def _shown(request: HttpRequest, space: SpacePage, *, error: str = "", report: "Report | None" = None) -> HttpResponse:
    context = {
        "space": space,
        "error": error,
        "report": report,
        "most": MOST_DOCUMENTS,
        "limit": MAX_FILE_BYTES,
        "crumbs": crumbs_to(space, and_itself=True),
    }
    return render(request, "knowledge/exporting/bring.html", context, status=422 if error else 200)
