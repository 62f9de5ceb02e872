"""The pages where the community manager tunes the search: plain forms, whose changes are tried before they are applied."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.contributions.registry import Kind, registry
from intranet.search.finding import find, query_for
from intranet.search.measuring.editing import edit_of
from intranet.search.measuring.tabs import tabs
from intranet.search.measuring.views.changing import propose
from intranet.search.models import BestBet, KindBoost, SynonymGroup
from intranet.search.policies import may_tune
from intranet.search.tuning_forms import BestBetForm, SynonymForm, WeightsForm

_MOST = 500


def _require_tuner(request: HttpRequest) -> None:
    if not may_tune(request.user):
        raise PermissionDenied


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """All that is tuned. A recommended page that the reader may not see, or that is gone, is shown without its title."""
    _require_tuner(request)
    bets = list(BestBet.objects.select_related("changed_by")[:_MOST])
    context = {
        "tabs": tabs(request.user, "tuning"),
        "groups": SynonymGroup.objects.all()[:_MOST],
        "bets": [(bet, *_target_of(request, bet)) for bet in bets],
        "weights": [(_label(boost.kind), boost) for boost in KindBoost.objects.all()],
    }
    return render(request, "search/tuning/overview.html", context)


def _label(name: str) -> str:
    return next((str(kind.label_plural) for kind in registry.kinds() if kind.name == name), name)


def _target_of(request: HttpRequest, bet: BestBet) -> tuple[str, str]:
    kind = next((kind for kind in registry.kinds() if kind.name == bet.kind), None)
    target = kind.visible(request.user).filter(pk=bet.target_id).first() if kind else None
    return (kind.title(target), kind.url(target)) if kind and target is not None else ("", "")


@require_http_methods(["GET", "POST"])
def synonyms(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    _require_tuner(request)
    group = get_object_or_404(SynonymGroup, pk=pk) if pk else SynonymGroup()
    form = SynonymForm(request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid():
        return propose(request, [edit_of(form.save(commit=False))])
    context = {"form": form, "group": group}
    return render(request, "search/tuning/synonyms.html", context, status=422 if form.errors else 200)


@require_POST
def remove_synonyms(request: HttpRequest, pk: int) -> HttpResponse:
    _require_tuner(request)
    return propose(request, [edit_of(get_object_or_404(SynonymGroup, pk=pk), removed=True)])


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Look for what to recommend: an ordinary search, whose results can be chosen."""
    _require_tuner(request)
    text = request.GET.get("q", "")
    hits = find(request.user, query_for(request.user, text)).hits()[:30] if text.strip() else []
    return render(request, "search/tuning/choose.html", {"text": text[:300], "hits": hits})


@require_http_methods(["GET", "POST"])
def new_bet(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    _require_tuner(request)
    found, target = _target_or_404(request, kind, pk)
    return _edit_bet(request, BestBet(kind=found.name, target=target), found.title(target), found.url(target))


@require_http_methods(["GET", "POST"])
def bet(request: HttpRequest, pk: int) -> HttpResponse:
    _require_tuner(request)
    found = get_object_or_404(BestBet, pk=pk)
    return _edit_bet(request, found, *_target_of(request, found))


def _edit_bet(request: HttpRequest, bet: BestBet, title: str, url: str) -> HttpResponse:
    form = BestBetForm(request.POST or None, instance=bet, initial={"patterns": request.GET.get("q", "")[:300]})
    if request.method == "POST" and form.is_valid():
        return propose(request, [edit_of(form.save(commit=False))])
    context = {"form": form, "bet": bet, "title": title, "url": url}
    return render(request, "search/tuning/bet.html", context, status=422 if form.errors else 200)


@require_POST
def remove_bet(request: HttpRequest, pk: int) -> HttpResponse:
    _require_tuner(request)
    return propose(request, [edit_of(get_object_or_404(BestBet, pk=pk), removed=True)])


@require_http_methods(["GET", "POST"])
def weights(request: HttpRequest) -> HttpResponse:
    _require_tuner(request)
    form = WeightsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return propose(request, [edit_of(boost, removed=boost.factor == 1.0) for boost in form.boosts()])
    return render(request, "search/tuning/weights.html", {"form": form}, status=422 if form.errors else 200)


def _target_or_404(request: HttpRequest, name: str, pk: int) -> tuple[Kind, Any]:
    kind = next((k for k in registry.kinds() if k.name == name and k.indexable is not None), None)
    if kind is None:
        raise Http404
    return kind, get_object_or_404(kind.visible(request.user), pk=pk)
