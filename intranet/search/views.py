from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from intranet.search.finding import complete, find
from intranet.search.forms import SearchForm
from intranet.search.query import LONGEST_QUERY
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
        "results": found,
        "single": len(query.kinds) == 1,
        "previous_page": number - 1,
        "next_page": number + 1,
        "suggestion_url": f"?{urlencode({'q': found.suggestion})}",
        "nothing_found": _("Nothing found for “%(q)s”") % {"q": query.text},
        "ask_url": reverse("discussions:index"),
    }
    return render(request, "search/results.html", context)


@require_GET
@vary_on_headers("HX-Request")
def palette(request: HttpRequest) -> HttpResponse:
    """What the palette lists for what is typed so far: a fragment."""
    text = request.GET.get("q", "")[:LONGEST_QUERY].replace("\x00", "")
    context = {"text": text, "hits": complete(request.user, text), "places": [HOME, *PLACES]}
    return render(request, "search/_palette.html", context)
