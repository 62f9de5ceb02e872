"""The files beside an idea: a page with a plain form, which the form of the idea uses in place."""

from django.contrib import messages
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
from intranet.contributions.attaching import attach_sent
from intranet.contributions.uploads import MAX_FILE_BYTES
from intranet.core.errors import from_script

AT_ONCE = 10


@require_http_methods(["GET", "POST"])
def attachments(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of an idea, to add to or take from. A script is answered with the list alone."""
    idea = idea_or_404(request, pk)
    allow(policies.can_attach(request.user, idea))
    errors = []
    if request.method == "POST":
        errors = attach_sent(request, lambda file: attach(idea, file, by=request.user), at_once=AT_ONCE)
    if request.method == "POST" and not errors and not from_script(request):
        messages.success(request, _("Attached. Search reads its words in a moment."))
        return redirect("ideas:living:attachments", pk=pk)
    return _shown(request, idea, errors)


@require_POST
def remove_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take a file off its idea. One that is gone already is gone."""
    idea = idea_or_404(request, pk)
    allow(policies.can_attach(request.user, idea))
    found = Attachment.objects.filter(idea=idea, pk=file).select_related("upload").first()
    if found is not None:
        take_off(found, by=request.user)
    if from_script(request):
        return _shown(request, idea, [])
    messages.success(request, _("The file is no longer attached."))
    return redirect("ideas:living:attachments", pk=pk)


def _shown(request: HttpRequest, idea: Idea, errors: list[str]) -> HttpResponse:
    context = {"idea": idea, "files": list(Attachment.objects.of(idea)), "most": MAX_FILE_BYTES, "errors": errors}
    template = "_files_to_edit" if from_script(request) else "files"
    return render(request, f"ideas/living/{template}.html", context, status=422 if errors else 200)
