"""What pages say of themselves: what was opened. They answer nothing, whatever they are told."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from intranet.contributions.registry import Kind
from intranet.search.measuring import listening
from intranet.search.measuring.forms import HeardForm
from intranet.search.measuring.showing import read_key

_NOTHING = 204


@require_POST
def opened(request: HttpRequest, asked: UUID) -> HttpResponse:
    """A result of one's own search was opened."""
    what = _what(request)
    if what is not None:
        listening.opened(request.user, asked, what)
    return HttpResponse(status=_NOTHING)


@require_POST
def palette(request: HttpRequest) -> HttpResponse:
    """The palette was left: once a sitting, with what was opened if anything was."""
    form = HeardForm(request.POST)
    if form.is_valid():
        listening.hear_palette(request.user, form.cleaned_data["q"], form.cleaned_data["results"] or 0, _what(request))
    return HttpResponse(status=_NOTHING)


def _what(request: HttpRequest) -> tuple[Kind, int, int] | None:
    key = read_key(request.POST.get("hit", "")[:60])
    kind = listening.openable(request.user, *key) if key else None
    rank = request.POST.get("rank", "")
    number = int(rank) if rank.isascii() and rank.isdecimal() and len(rank) < 4 else 1
    return (kind, key[1], number) if key and kind else None
