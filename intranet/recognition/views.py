from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.contributions.registry import Kind
from intranet.core.pagination import page_of
from intranet.recognition.choices import chosen
from intranet.recognition.forms import HighlightForm, usual_end
from intranet.recognition.models import Highlight
from intranet.recognition.policies import highlightable_kind, may_highlight


def _require_chooser(request: HttpRequest) -> None:
    if not may_highlight(request.user):
        raise PermissionDenied


@require_GET
def highlights(request: HttpRequest) -> HttpResponse:
    """What is on the home page now, and what was."""
    _require_chooser(request)
    current = Highlight.objects.current().select_related("by").order_by("-at")[:60]
    page = page_of(request, Highlight.objects.past().select_related("by").order_by("-at"), size=20)
    context = {"current": chosen(request.user, current), "past": chosen(request.user, page.items), "page": page}
    return render(request, "recognition/highlights.html", context)


def _target_or_404(request: HttpRequest, name: str, pk: int) -> tuple[Kind, Any]:
    kind = highlightable_kind(name)
    if kind is None:
        raise Http404
    return kind, get_object_or_404(kind.visible(request.user).select_related(*kind.select), pk=pk)


@require_http_methods(["GET", "POST"])
def highlight(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Put something on everybody's home page, or change why and until when it is there."""
    _require_chooser(request)
    found, target = _target_or_404(request, kind, pk)
    current = Highlight.objects.current().of(target).first()
    form = HighlightForm(request.POST or None, instance=current, initial={} if current else {"until": usual_end()})
    if request.method == "POST" and form.is_valid():
        Highlight.objects.place(target, kind=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("It is on the home page of everyone who may see it."))
        return redirect(found.url(target))
    context = {
        "form": form,
        "kind": found,
        "target": target,
        "title": found.title(target),
        "url": found.url(target),
        "current": current,
    }
    return render(request, "recognition/highlight.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    _require_chooser(request)
    ended = get_object_or_404(Highlight, pk=pk)
    ended.end(by=request.user)
    messages.success(request, _("It is no longer on the home page."))
    return redirect("recognition:highlights")
