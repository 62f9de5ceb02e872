from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge.glossary import policies
from knowledge.glossary.forms import TermForm
from knowledge.glossary.models import Term
from knowledge.glossary.views.reading import crumbs


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Propose a term; who may publish it does so at once."""
    initial = {"language": request.user.language, "space": request.GET.get("space", "")}
    initial["term"] = request.GET.get("term", "").replace("\x00", "")[:80]
    form = TermForm(request.POST if request.method == "POST" else None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        term = Term.propose(by=request.user, client_id=form.cleaned_data["client_id"], **form.texts)
        if policies.can_decide(request.user, term):
            term.publish(by=request.user)
            messages.success(request, _("It is in the glossary, and explained in the articles from now on."))
        else:
            messages.success(request, _("Proposed. Who looks after the glossary decides, and you are told."))
        return redirect(term)
    return _page(request, form, None)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a term; who may not decide of it proposes how it should read."""
    rows = Term.objects.readable_by(request.user).select_related("space__audience", "pair")
    term = get_object_or_404(rows, pk=pk)
    if not policies.can_read_text(request.user, term) or term.is_hidden:
        raise Http404
    proposes = not policies.can_edit(request.user, term)
    if proposes and not term.is_published:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = TermForm.of(term, user=request.user, data=data, proposes=proposes)
    if request.method == "POST" and form.is_valid():
        if proposes:
            changed = Term.propose(
                by=request.user, client_id=form.cleaned_data["client_id"], replaces=term, space=term.space, **form.texts
            )
            messages.success(
                request, _("Your change is proposed. Who looks after the glossary decides, and you are told.")
            )
            return redirect(changed)
        _refuse_a_space_one_does_not_decide(request, term, form)
        if form.is_valid():
            term.edit(by=request.user, **form.texts)
            messages.success(request, _("Your changes are there."))
            return redirect(term)
    return _page(request, form, term, proposes=proposes)


def _refuse_a_space_one_does_not_decide(request: HttpRequest, term: Term, form: TermForm) -> None:
    """A published term moves only to where the person publishes too: else it would be published without being decided."""
    if term.is_published and not policies.can_publish(request.user, form.cleaned_data["space"]):
        form.add_error("space", _("You do not decide of the terms of this space: leave the term where it is."))


def _page(request: HttpRequest, form: TermForm, term: Term | None, *, proposes: bool = False) -> HttpResponse:
    context = {"form": form, "term": term, "proposes": proposes, "crumbs": crumbs(term)}
    return render(request, "knowledge/glossary/form.html", context, status=422 if form.errors else 200)
