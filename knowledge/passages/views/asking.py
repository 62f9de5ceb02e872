from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge.models import ArticlePage
from knowledge.passages.actions import open_passage
from knowledge.passages.errors import Refused
from knowledge.passages.forms import ChallengeForm, chosen
from knowledge.presenting import crumbs_to


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask about a passage or contest it. ``?exact=`` (with ``prefix``, ``suffix``, ``position``) says which; or one pastes it."""
    article = get_object_or_404(ArticlePage.objects.visible_to(request.user), pk=pk)
    if article.archived_at:
        raise Http404
    initial, found = chosen(article, request.GET if request.method == "GET" else request.POST)
    form = ChallengeForm(request.POST if request.method == "POST" else None, article=article, initial=initial)
    if request.method == "POST" and form.is_valid():
        assert form.found is not None
        try:
            passage = open_passage(article, by=request.user, found=form.found, **form.said)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your words are there. Who looks after the article is told."))
            return redirect(passage)
    context = {
        "article": article,
        "crumbs": crumbs_to(article, and_itself=True),
        "form": form,
        "found": found,
        "was_lost": bool(initial["exact"]) and found is None,
    }
    return render(request, "knowledge/passages/new.html", context, status=422 if form.errors else 200)
