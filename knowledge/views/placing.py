from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge import policies
from knowledge.forms import MoveForm
from knowledge.models import ArticlePage
from knowledge.presenting import crumbs_to


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an article to another space, or change its address. Old addresses go on leading to it."""
    article = get_object_or_404(ArticlePage.objects.editable_by(request.user), pk=pk)
    if not policies.can_place(request.user, article):
        raise PermissionDenied
    form = MoveForm(request.POST or None, user=request.user, article=article)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            article.move_to(form.chosen_space, by=request.user)
            if form.cleaned_data["slug"] != article.slug:
                article.rename(by=request.user, slug=form.cleaned_data["slug"])
        messages.success(request, _("Moved. The old address leads here."))
        return redirect(article)
    context = {"article": article, "form": form, "crumbs": crumbs_to(article, and_itself=True)}
    return render(request, "knowledge/move.html", context, status=422 if form.errors else 200)
