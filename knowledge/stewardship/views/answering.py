"""What is done to one article: say that it is right, give it to somebody, archive it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intranet.core.forms import carried_out
from intranet.core.going_back import back_or
from knowledge.models import ArticlePage
from knowledge.presenting import crumbs_to
from knowledge.stewardship import actions, policies
from knowledge.stewardship.forms import ArchiveForm, EntrustForm
from knowledge.stewardship.models import Stewardship


def row_of(request: HttpRequest, pk: int) -> Stewardship:
    article = get_object_or_404(ArticlePage.objects.visible_to(request.user), pk=pk)
    row = Stewardship.objects.of(article)
    row.article = article
    return row


@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Still right: one click. A script that asks gets no page."""
    row = row_of(request, pk)
    if not policies.can_verify(request.user, row):
        raise PermissionDenied
    row.verify(by=request.user)
    if request.headers.get("X-Requested-With") == "fetch":  # the list stays where it is, and says it itself
        return HttpResponse(status=204)
    messages.success(request, _("Thank you: it says now that you checked it."))
    return back_or(request, row.article.get_absolute_url())


@require_http_methods(["GET", "POST"])
def entrust(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who answers for an article."""
    row = row_of(request, pk)
    if not policies.can_entrust(request.user, row):
        raise PermissionDenied
    form = EntrustForm(request.POST or None, row=row)
    if carried_out(form, lambda: row.entrust(by=request.user, **form.chosen)):
        messages.success(request, _("Saved. They are told."))
        return redirect(row.article)
    context = {"form": form, "article": row.article, "row": row, "crumbs": crumbs_to(row.article, and_itself=True)}
    return render(request, "knowledge/stewardship/entrust.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an article aside, with a reason that readers see."""
    row = row_of(request, pk)
    if not policies.can_archive(request.user, row):
        raise PermissionDenied
    form = ArchiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.archive(row.article, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("Archived. It stays readable, says why, and comes last in search."))
        return redirect(row.article)
    context = {"form": form, "article": row.article, "crumbs": crumbs_to(row.article, and_itself=True)}
    return render(request, "knowledge/stewardship/archive.html", context, status=422 if form.errors else 200)


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = row_of(request, pk)
    if not policies.can_archive(request.user, row):
        raise PermissionDenied
    actions.bring_back(row.article, by=request.user)
    messages.success(request, _("It is back among the other articles."))
    return redirect(row.article)
