"""The files beside an idea: a page with a plain form, which the form of the idea uses in place."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.living import policies
from ideas.living.files import attach
from ideas.living.files import remove as take_off
from ideas.living.models import Attachment
from ideas.living.views.common import allow, idea_or_404
from ideas.models import Idea
from intranet.contributions.uploads import MAX_FILE_BYTES

AT_ONCE = 10


@require_http_methods(["GET", "POST"])
def attachments(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of an idea, to add to or take from. A script is answered with the list alone."""
    idea = idea_or_404(request, pk)
    allow(policies.can_attach(request.user, idea))
    errors = _attach_all(request, idea) if request.method == "POST" else []
    if request.method == "POST" and not errors and not _wants_list(request):
        messages.success(request, _("Attached. Search reads its words in a moment."))
        return redirect("ideas:living:attachments", pk=pk)
    return _shown(request, idea, errors)


def _attach_all(request: HttpRequest, idea: Idea) -> list[str]:
    sent = request.FILES.getlist("file")[:AT_ONCE]
    errors = [] if sent else [_("Choose a file.")]
    for file in sent:
        try:
            attach(idea, file, by=request.user)
        except ValidationError as error:
            errors.append(f"{(file.name or '')[:80]}: {' '.join(error.messages)}")
    return errors


@require_POST
def remove_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take a file off its idea. One that is gone already is gone."""
    idea = idea_or_404(request, pk)
    allow(policies.can_attach(request.user, idea))
    found = Attachment.objects.filter(idea=idea, pk=file).select_related("upload").first()
    if found is not None:
        take_off(found, by=request.user)
    if _wants_list(request):
        return _shown(request, idea, [])
    messages.success(request, _("The file is no longer attached."))
    return redirect("ideas:living:attachments", pk=pk)


def _shown(request: HttpRequest, idea: Idea, errors: list[str]) -> HttpResponse:
    context = {"idea": idea, "files": list(Attachment.objects.of(idea)), "most": MAX_FILE_BYTES, "errors": errors}
    template = "_files_to_edit" if _wants_list(request) else "files"
    return render(request, f"ideas/living/{template}.html", context, status=422 if errors else 200)


def _wants_list(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"
