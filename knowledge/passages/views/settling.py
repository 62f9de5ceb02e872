from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from knowledge.models import StaleEdit
from knowledge.passages import policies, settling
from knowledge.passages.errors import Refused
from knowledge.passages.forms import ResolveForm
from knowledge.passages.models import Passage
from knowledge.passages.views.reading import passage_of
from knowledge.presenting import crumbs_to
from knowledge.suggestions.models import Decided


def _in_charge(request: HttpRequest, pk: int) -> Passage:
    passage = passage_of(request, pk)
    if not policies.can_resolve(request.user, passage):
        raise PermissionDenied
    return passage


@require_http_methods(["GET", "POST"])
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle it with a word; with who looks after the article, the corrected passage can go in at once."""
    passage = _in_charge(request, pk)
    if not passage.is_open:
        messages.info(request, _("This was settled already."))
        return redirect(passage)
    allowed = {
        "can_replace": policies.can_replace(request.user, passage) and settling.can_be_replaced(passage),
        "has_newer": passage.article.live_revision_id != passage.opened_on,
    }
    form = ResolveForm(request.POST if request.method == "POST" else None, passage=passage, **allowed)
    if request.method == "POST" and form.is_valid():
        try:
            _settle(request, passage, form)
        except Refused as refusal:
            form.add_error(None, refusal)
        except (StaleEdit, Decided):
            form.add_error(
                None, _("Somebody saved the article meanwhile. Nothing was changed: look at it, then send this again.")
            )
        else:
            messages.success(request, _("Settled. Who asked is told."))
            return redirect(passage)
    context = {
        "passage": passage,
        "form": form,
        "crumbs": crumbs_to(passage.article, and_itself=True),
        **allowed,
    }
    return render(request, "knowledge/passages/resolve.html", context, status=422 if form.errors else 200)


def _settle(request: HttpRequest, passage: Passage, form: ResolveForm) -> None:
    said = {name: form.cleaned_data.get(name, "") for name in ("answer", "how", "text")}
    settling.settle(passage, by=request.user, **said)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    passage = _in_charge(request, pk)
    passage.reopen(by=request.user)
    messages.success(request, _("Open again."))
    return redirect(passage)
