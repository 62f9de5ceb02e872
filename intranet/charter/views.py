from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST
from wagtail.images import get_image_model

from intranet.accounts.models import User
from intranet.charter import reading
from intranet.charter.diff import compare
from intranet.charter.models import CharterPage, CharterVersion, Clause
from intranet.charter.policies import page_to_edit
from intranet.contributions.registry import registry
from intranet.core.pagination import page_of


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The charter in force: the document, its clauses with their threads, and "I have read it"."""
    version = CharterVersion.objects.current()
    edit = page_to_edit(request.user)
    if version is None:
        return render(request, "charter/not_yet.html", {"edit": edit})
    context = {
        **_document(version, reading.in_force(Clause.objects.in_force().select_related("discussion"))),
        "edit": edit,
        "owed": CharterVersion.objects.owed_by(request.user) is not None,
        "last_read": CharterVersion.objects.last_read_by(request.user),
        "readers": version.acknowledgements.filter(user__is_active=True).count(),
        "people": User.objects.active().count(),
    }
    return render(request, "charter/page.html", context)


def _document(version: CharterVersion, clauses: list[reading.Shown]) -> dict[str, Any]:
    return {"version": version, "clauses": clauses, "specimens": reading.specimens(version.look)}


@require_GET
def clause(request: HttpRequest, anchor: str) -> HttpResponse:
    """One clause with what people say about it. A withdrawn one keeps its address."""
    shown = get_object_or_404(Clause.objects.visible_to(request.user).select_related("discussion"), anchor=anchor)
    version = CharterVersion.objects.current()
    around = Clause.objects.in_force() if shown.is_in_force else Clause.objects.none()
    context = {
        "clause": shown,
        "specimens": reading.specimens(version.look) if version else None,
        "version": version,
        "previous": around.filter(number=shown.number - 1).first(),
        "next": around.filter(number=shown.number + 1).first(),
        "amendments": _amendments(request.user, shown) if shown.is_in_force else None,
    }
    return render(request, "charter/clause.html", context)


def _amendments(user: User, shown: Clause) -> dict[str, Any]:
    """What rooms beside this one say of the clause (service ``clause.amendments``): open amendments, where to propose one."""
    told = [row for answer in registry.ask("clause.amendments", user, str(shown.key)) for row in answer]
    return {
        "rows": [row for row in told if "title" in row],
        "propose": next((row["propose"] for row in told if "propose" in row), ""),
    }


@require_POST
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Keep that this person read the version they had before them; if it is no longer the one in force, say so."""
    version = CharterVersion.objects.current()
    if version is None:
        raise Http404
    if request.POST.get("version") != str(version.number):
        messages.warning(request, _("The charter changed while you were reading. Here is the new version."))
    else:
        version.acknowledge(by=request.user)
        messages.success(request, _("Thank you for reading it."))
    return redirect("charter:page")


@require_GET
def versions(request: HttpRequest) -> HttpResponse:
    rows = CharterVersion.objects.order_by("-number").defer("content", "introduction_fr", "introduction_en")
    listing = page_of(request, rows, size=30)
    return render(request, "charter/versions.html", {"page": listing})


@require_GET
def version(request: HttpRequest, number: int) -> HttpResponse:
    """The charter as it read in an earlier version."""
    shown = get_object_or_404(CharterVersion, number=number)
    current = CharterVersion.objects.current()
    context = {**_document(shown, reading.as_it_was(shown)), "current": current}
    return render(request, "charter/version.html", context)


@require_GET
def changes(request: HttpRequest, older: int, newer: int) -> HttpResponse:
    """What changed from one version to another, word by word."""
    if older >= newer:
        raise Http404
    found = CharterVersion.objects.in_bulk([older, newer], field_name="number")
    if len(found) < 2:
        raise Http404
    compared = compare(found[older].content, found[newer].content)
    context = {
        "older": found[older],
        "newer": found[newer],
        "changes": [change for change in compared if change.state != "same" or change.moved_from],
        "look_changed": found[older].look != found[newer].look,
        "before": reading.specimens(found[older].look),
        "after": reading.specimens(found[newer].look),
        "latest": CharterVersion.objects.current(),
    }
    return render(request, "charter/changes.html", context)


@login_not_required
@require_GET
@cache_control(public=True, max_age=86400)
def logo(request: HttpRequest, number: int) -> HttpResponse | FileResponse:
    """The logo of a version, for the frame of every page, the sign-in page included."""
    found = get_object_or_404(CharterVersion.objects.only("content"), number=number)
    image = get_object_or_404(get_image_model(), pk=found.look.get("logo"))
    try:
        rendition = image.get_rendition("max-480x128|format-png")
        opened = rendition.file.open("rb")
    except (OSError, ValueError) as missing:  # the file was lost, or is none
        raise Http404 from missing
    return FileResponse(opened, content_type="image/png")


def preview(request: HttpRequest, draft: CharterPage) -> TemplateResponse:
    """The draft in the admin's preview: laid out like the charter, nothing to press."""
    from intranet.charter.actions import cleaned
    from intranet.charter.languages import pick

    context = {
        "page": draft,
        "introduction": cleaned(pick(draft.introduction_fr, draft.introduction_en)),
        "clauses": reading.as_drafted(draft),
        "specimens": reading.specimens(draft.look),
    }
    return TemplateResponse(request, "charter/preview.html", context)
