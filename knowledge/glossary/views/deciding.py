"""What becomes of a term: taken in, not retained, taken out; what the charter holds of it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from knowledge.glossary import policies
from knowledge.glossary.forms import StandingForm, WhyForm
from knowledge.glossary.models import Term
from knowledge.glossary.views.reading import crumbs


def _to_decide(request: HttpRequest, pk: int, may: Callable[[Term], bool]) -> Term:
    rows = Term.objects.readable_by(request.user).select_related("space", "pair", "replaces")
    term = get_object_or_404(rows, pk=pk)
    if term.is_hidden or not may(term):
        raise PermissionDenied
    return term


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal into the glossary."""
    term = _to_decide(request, pk, lambda found: policies.can_decide(request.user, found))
    messages.success(request, _("It is in the glossary, and explained in the articles from now on."))
    return redirect(term.publish(by=request.user))


@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    term = _to_decide(request, pk, lambda found: found.is_proposed and policies.can_decide(request.user, found))
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        term.decline(by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("Not retained. Who proposed it is told why."))
        return redirect("glossary:index")
    context = {"term": term, "form": form, "crumbs": crumbs(term), "declines": True}
    return render(request, "knowledge/glossary/leave.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a term out of the glossary, or one's own proposal back."""
    term = _to_decide(
        request,
        pk,
        lambda found: (found.is_proposed and found.is_by(request.user)) or policies.can_decide(request.user, found),
    )
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        term.withdraw(by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("Taken out. Its page and its history stay for who looks after the glossary."))
        return redirect("glossary:index")
    context = {"term": term, "form": form, "crumbs": crumbs(term), "declines": False}
    return render(request, "knowledge/glossary/leave.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the charter holds of a word."""
    term = _to_decide(request, pk, lambda found: found.is_published and policies.can_set_standing(request.user))
    form = StandingForm(request.POST if request.method == "POST" else None, term=term)
    if request.method == "POST" and form.is_valid():
        term.set_standing(by=request.user, **form.said)
        messages.success(request, _("Said: readers see it beside the word, and whoever writes it is told gently."))
        return redirect(term)
    context = {"term": term, "form": form, "crumbs": crumbs(term)}
    return render(request, "knowledge/glossary/standing.html", context, status=422 if form.errors else 200)
