"""The files beside an article: a page with a plain form, which the editor's page uses in place."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intranet.contributions.attaching import attach_sent
from intranet.contributions.uploads import MAX_FILE_BYTES
from intranet.core.errors import from_script
from knowledge.linking import policies
from knowledge.linking.files import attach
from knowledge.linking.files import remove as remove_file
from knowledge.linking.models import Attachment
from knowledge.models import ArticlePage
from knowledge.presenting import crumbs_to

AT_ONCE = 20


@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of an article, to add to or take from. A script is answered with the list alone."""
    article = _article(request, pk)
    errors = []
    if request.method == "POST":
        errors = attach_sent(request, lambda file: attach(article, file, by=request.user), at_once=AT_ONCE)
    if request.method == "POST" and not errors and not from_script(request):
        messages.success(request, _("Attached. Search reads its words in a moment."))
        return redirect("knowledge:linking:files", pk=pk)
    return _shown(request, article, errors)


def _article(request: HttpRequest, pk: int) -> ArticlePage:
    article = get_object_or_404(ArticlePage.objects.editable_by(request.user), pk=pk)
    if not policies.can_attach(request.user, article):
        raise PermissionDenied
    return article


@require_POST
def remove(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take a file off its article. One that is gone already is gone."""
    article = _article(request, pk)
    found = Attachment.objects.filter(article=article, pk=file).select_related("upload", "article").first()
    if found is not None:
        remove_file(found, by=request.user)
    if from_script(request):
        return _shown(request, article, [])
    messages.success(request, _("The file is no longer attached."))
    return redirect("knowledge:linking:files", pk=pk)


def _shown(request: HttpRequest, article: ArticlePage, errors: list[str]) -> HttpResponse:
    context = {
        "article": article,
        "part": {"files": list(Attachment.objects.of(article)), "most": MAX_FILE_BYTES},
        "errors": errors,
    }
    status = 422 if errors else 200
    if from_script(request):
        return render(request, "knowledge/linking/_files_to_edit.html", context, status=status)
    context["crumbs"] = crumbs_to(article, and_itself=True)
    return render(request, "knowledge/linking/files.html", context, status=status)
