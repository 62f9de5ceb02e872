from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from intranet.contributions.registry import registry
from intranet.search import offers
from intranet.search.finding import Results, complete, find, near_words
from intranet.search.finding import like as alike
from intranet.search.forms import SearchForm
from intranet.search.measuring.listening import hear
from intranet.search.policies import may_tune
from intranet.search.query import LONGEST_QUERY, Query
from intranet.ui.places import HOME, PLACES

_DEEPEST = 20


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """The search page: labelled blocks, or page after page of one kind."""
    form = SearchForm(request.GET, user=request.user)
    query = form.query()
    raw = request.GET.get("page", "1")
    number = min(max(int(raw), 1), _DEEPEST) if raw.isascii() and raw.isdecimal() and len(raw) < 4 else 1
    found = find(request.user, query, page=number)
    context = {
        "form": form,
        "query": query,
        "asked": query.asked.text.strip(),
        "results": found,
        "single": len(query.kinds) == 1,
        "previous_page": number - 1,
        "next_page": number + 1,
        "suggestion_url": f"?{urlencode({'q': found.suggestion})}",
        "may_tune": may_tune(request.user),
        "heard": hear(request, query, found) if number == 1 else None,
        **_when_nothing(request, query, found),
    }
    return render(request, "search/results.html", context)


def _when_nothing(request: HttpRequest, query: Query, found: Results) -> dict[str, object]:
    """Return what to propose when nothing was found: near words, asking, who may know."""
    asked = query.asked.text.strip()
    if found or not query.terms:
        return {}
    return {
        "nothing_found": _("Nothing found for “%(q)s”") % {"q": asked},
        "near": near_words(request.user, query),
        "ask_url": offers.ask_url(asked),
        "experts": offers.experts(request.user, asked),
    }


@require_GET
@vary_on_headers("HX-Request")
def palette(request: HttpRequest) -> HttpResponse:
    """What the palette lists for what is typed so far: a fragment."""
    text = request.GET.get("q", "")[:LONGEST_QUERY].replace("\x00", "")
    context = {"text": text, "hits": complete(request.user, text), "places": [HOME, *PLACES]}
    return render(request, "search/_palette.html", context)


@require_GET
def like(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What resembles something that the person may see."""
    found = next((k for k in registry.kinds() if k.name == kind and k.indexable is not None), None)
    if found is None:
        raise Http404
    target = get_object_or_404(found.visible(request.user), pk=pk)
    context = {
        "kind": found,
        "title": found.title(target),
        "url": found.url(target),
        "blocks": alike(request.user, found, target),
    }
    return render(request, "search/like.html", context)
