"""The relevance set: which page answers which query, kept by the community manager."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intranet.core.pagination import page_of
from intranet.search.finding import find, query_for
from intranet.search.measuring.candidates import candidates
from intranet.search.measuring.forms import JudgementForm
from intranet.search.measuring.models import Judgement
from intranet.search.measuring.showing import instance_of, read_key, visible
from intranet.search.measuring.tabs import tabs
from intranet.search.policies import may_tune

_HITS = 20


@require_http_methods(["GET", "POST"])
def judgements(request: HttpRequest) -> HttpResponse:
    """The right answers, those that may be, and a search whose results can be judged. A POST adds one."""
    if not may_tune(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _add(request)
    text = request.GET.get("q", "")
    page = page_of(request, Judgement.objects.select_related("by"), size=30)
    seen = visible(request.user, [(row.kind, row.target_id) for row in page])
    context = {
        "tabs": tabs(request.user, "judgements"),
        "page": page,
        "rows": [(row, seen.get((row.kind, row.target_id))) for row in page],
        "candidates": candidates(request.user) if not text else [],
        "text": text[:300],
        "hits": find(request.user, query_for(request.user, text)).hits()[:_HITS] if text.strip() else [],
        "grades": Judgement.GRADES,
    }
    return render(request, "search/measuring/judgements.html", context)


def _add(request: HttpRequest) -> HttpResponse:
    form = JudgementForm(request.POST)
    key = read_key(form.cleaned_data["page"]) if form.is_valid() else None
    target = instance_of(request.user, *key) if key else None
    row = None
    if key is not None and target is not None:
        said = form.cleaned_data
        source = said["source"] or Judgement.Source.HAND
        row = Judgement.objects.judge(said["q"], *key, by=request.user, source=source, grade=said["grade"])
    if row is None:
        messages.error(request, _("Choose words, a page and how well it answers."))
    else:
        messages.success(request, _("It is one of the right answers now: changes of the search are tried against it."))
    return redirect("measuring:judgements")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_tune(request.user):
        raise PermissionDenied
    get_object_or_404(Judgement, pk=pk).delete()
    messages.success(request, _("It is no longer one of the right answers."))
    return redirect("measuring:judgements")
