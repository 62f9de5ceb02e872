"""Was this helpful: what readers say, and what owners read of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from intranet.core.pagination import page_of
from intranet.search.measuring.listening import led_to
from knowledge.models import ArticlePage
from knowledge.presenting import crumbs_to
from knowledge.stewardship import policies
from knowledge.stewardship.forms import OpinionForm
from knowledge.stewardship.models import Opinion
from knowledge.stewardship.views.answering import row_of


@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether an article helped; "no" without a reason asks for one."""
    article = get_object_or_404(ArticlePage.objects.visible_to(request.user).select_related("stewardship"), pk=pk)
    asked = request.POST.get("asked") or led_to(request.user, "article", article.pk)
    form = OpinionForm(request.POST or None, initial={"is_helpful": "no", "asked": asked})
    if request.method == "POST" and form.is_valid():
        Opinion.objects.give(article, by=request.user, **form.said)
        messages.success(request, _("Thank you. Who looks after this article sees it, without your name."))
        return redirect(f"{article.get_absolute_url()}#helpful")
    wants_reason = request.method == "POST" and request.POST.get("is_helpful") == "no" and "reason" not in request.POST
    context = {"form": form, "article": article, "crumbs": crumbs_to(article, and_itself=True), "fresh": wants_reason}
    context |= {"reasons": Opinion.Reason.choices, "asked": asked}
    return render(request, "knowledge/stewardship/judge.html", context, status=422 if form.errors else 200)


@require_GET
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """What readers said of an article, for who answers for it: reasons, words, the search that led there; no names."""
    row = row_of(request, pk)
    if not policies.can_verify(request.user, row):
        raise PermissionDenied
    said = Opinion.objects.filter(article=row.article)
    helped = said.filter(is_helpful=True).count()
    page = page_of(request, said.unhelpful().order_by("-at", "-pk"))
    context = {
        "article": row.article,
        "page": page,
        "helped": helped,
        "crumbs": crumbs_to(row.article, and_itself=True),
    }
    context["did_not_help"] = said.unhelpful().count()
    return render(request, "knowledge/stewardship/opinions.html", context)
