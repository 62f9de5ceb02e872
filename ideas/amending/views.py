from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import policies
from ideas.amending import actions
from ideas.amending.clauses import clause_now
from ideas.amending.forms import AmendmentForm
from ideas.amending.models import WORDS, Amendment
from ideas.errors import ActNotOpen, ClosedToEdits, EditedMeanwhile
from ideas.models import Idea
from intranet.contributions.registry import registry


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The clauses of the charter, to choose the one that should read otherwise."""
    clauses = [clause for offered in registry.ask("citable.clauses") for clause in offered]
    return render(request, "ideas/amending/choose.html", {"clauses": clauses})


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, key: Any) -> HttpResponse:
    """Propose another wording of a clause: an idea like any other, that shows the difference."""
    clause = clause_now(str(key))
    if clause is None:
        raise Http404
    initial = {
        **clause.words,
        "language": request.user.language,
        "title": _("Amend: %(clause)s") % {"clause": clause.label},
    }
    form = AmendmentForm(request.POST if request.method == "POST" else None, before=clause.words, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            idea = actions.propose(clause, by=request.user, **_said(form))
        except ActNotOpen as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("Your amendment is published. Once it is accepted, it stands in the draft of the charter.")
            )
            return redirect(idea)
    return _page(request, form, clause=clause, draft_key=f"amend-{clause.key}")


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the wording that one proposed."""
    idea = get_object_or_404(Idea.objects.visible_to(request.user).exclude(amends="").select_related("campaign"), pk=pk)
    if not idea.is_by(request.user):
        raise PermissionDenied
    amendment = get_object_or_404(Amendment, idea=idea)
    amendment.idea = idea
    texts = {"title": idea.title, "why": idea.problem, "language": idea.language, "version": idea.version}
    sent = request.POST if request.method == "POST" else None
    form = AmendmentForm(sent, before=amendment.before, initial={**amendment.after, **texts})
    if sent is not None and form.is_valid():
        try:
            actions.change(idea, by=request.user, version=form.cleaned_data["version"], **_said(form))
        except ClosedToEdits as refusal:
            form.add_error(None, refusal)
        except EditedMeanwhile as refusal:
            idea.refresh_from_db()
            again = request.POST.copy()
            again["version"] = str(idea.version)
            form = AmendmentForm(again, before=amendment.before)
            form.is_valid()
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your changes are published."))
            return redirect(idea)
    return _page(
        request,
        form,
        clause=amendment,
        idea=idea,
        can_edit=policies.can_edit(request.user, idea),
        draft_key=f"amendment-{idea.pk}-{idea.version}",
    )


def _said(form: AmendmentForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("title", "why", "language", "words")}


def _page(request: HttpRequest, form: AmendmentForm, **context: Any) -> HttpResponse:
    shown = {"form": form, "names": WORDS, "can_edit": True, **context}
    return render(request, "ideas/amending/form.html", shown, status=422 if form.errors else 200)
