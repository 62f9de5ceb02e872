"""Taking ideas out, and bringing them in: sent, looked at with its mistakes, and only then written."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ideas import policies
from ideas.exchange import exporting, mapping
from ideas.exchange.forms import ExportForm, MappingForm, UploadForm
from ideas.exchange.models import PendingImport
from ideas.exchange.reading import decode, read_sheet
from ideas.imports.records import BadFile
from ideas.imports.writing import Importer
from intranet.contributions.models.activity import record

_SHOWN = 8
_ERRORS = 50


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """The ideas of a campaign as a file. Names only for who may, ticked, and recorded."""
    if not exporting.may_export(request.user):
        raise PermissionDenied
    names = exporting.may_export_names(request.user)
    data = request.POST if request.method == "POST" else None
    form = ExportForm(data, user=request.user, names=names, initial={"campaign": request.GET.get("campaign", "")})
    if data is None or not form.is_valid():
        return render(request, "ideas/exchange/export.html", {"form": form}, status=422 if form.errors else 200)
    said, kind = form.cleaned_data, form.cleaned_data["format"]
    body = exporting.export(said["campaign"], by=request.user, form=kind, names=said.get("names", False))
    answer = HttpResponse(body, content_type=exporting.FORMATS[kind])
    answer["Content-Disposition"] = f'attachment; filename="ideas-{said["campaign"].slug}.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Send a file. Nothing is written of it but the file itself, for a day."""
    _refuse_others(request)
    sent = request.method == "POST"
    form = UploadForm(
        *((request.POST, request.FILES) if sent else ()), user=request.user, initial={"language": request.user.language}
    )
    if sent and form.is_valid():
        said = form.cleaned_data
        try:
            text, encoding = decode(said["file"].read())
            read_sheet(text)
        except BadFile as error:
            form.add_error("file", str(error))
        else:
            kept = {"campaign": said["campaign"], "language": said["language"], "name": said["file"].name[:200]}
            pending = PendingImport.objects.create(by=request.user, text=text, encoding=encoding, **kept)
            return redirect("ideas:exchange:mapping", pk=pending.pk)
    return render(request, "ideas/exchange/import.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def map_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which column is what, see the first ideas and every mistake; confirm, and what is right is written."""
    _refuse_others(request)
    pending = get_object_or_404(PendingImport.objects.select_related("campaign"), pk=pk, by=request.user)
    sheet = read_sheet(pending.text)
    guessed = {name: str(at) for name, at in mapping.guess(sheet.header).items()}
    sent = request.method == "POST"
    form = MappingForm(request.POST if sent else guessed, header=sheet.header)
    reading = mapping.read(sheet, form.columns, pending) if form.is_valid() else None
    if sent and reading and request.POST.get("do") == "import" and reading.batch.ideas:
        return _write(request, pending, reading)
    context = {
        "pending": pending,
        "form": form,
        "reading": reading,
        "shown": list(zip(reading.lines, reading.batch.ideas, strict=True))[:_SHOWN] if reading else [],
        "errors": reading.errors[:_ERRORS] if reading else sheet.errors[:_ERRORS],
    }
    return render(request, "ideas/exchange/mapping.html", context, status=422 if sent and form.errors else 200)


def _write(request: HttpRequest, pending: PendingImport, reading: mapping.Reading) -> HttpResponse:
    with transaction.atomic():
        importer = Importer(reading.batch, campaign=pending.campaign.slug, progress=lambda _line: None)
        importer.run()
        done, known = importer.done["ideas"], importer.skipped["ideas imported before"]
        record("campaign.imported", by=request.user, target=pending.campaign, ideas=done, known=known)
        pending.delete()
    said = ngettext("%(count)d idea was imported.", "%(count)d ideas were imported.", done) % {"count": done}
    if known:
        here = ngettext("%(count)d was here already.", "%(count)d were here already.", known)
        said = f"{said} {here % {'count': known}}"
    if reading.errors:
        broken = len(reading.errors)
        left = ngettext("%(count)d row was left out.", "%(count)d rows were left out.", broken) % {"count": broken}
        said = f"{said} {left}"
    messages.success(request, said)
    return redirect(pending.campaign)


def _refuse_others(request: HttpRequest) -> None:
    if not policies.can_manage_campaigns(request.user):
        raise PermissionDenied(_("Those who manage campaigns import ideas."))
