"""What a browser says that somebody saw."""

import time

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ideas.attention.models import Impression
from ideas.models import Idea

# A page shows twenty cards, and a batch is sent every few seconds. Whoever sends more is no reader.
MOST_AT_ONCE = 60
MOST_A_MINUTE = 30
MOST_A_DAY = 400
_MOST_CHARACTERS = MOST_AT_ONCE * 20


@require_POST
def impressions(request: HttpRequest) -> HttpResponse:
    """Note that this person saw the cards of ``ideas`` ("12,40,7"). Always 204: there is nothing to learn here.

    Only ideas that they may see and did not write count, each once a day, so that repeating or inventing ids does
    nothing; nor does sending more than somebody can look at.
    """
    ids = _ids(request.POST.get("ideas", ""))
    if ids and not _too_often(request.user.pk):
        today = timezone.localdate()
        room = MOST_A_DAY - Impression.objects.filter(day=today, person=request.user.pk).count()
        seen = Idea.objects.visible_to(request.user).filter(pk__in=ids).exclude(author=request.user.pk)
        found = list(seen.order_by("pk").values_list("pk", flat=True))
        if 0 < len(found) <= room:
            Impression.objects.note(request.user, found, day=today)
    return HttpResponse(status=204)


def _ids(text: str) -> set[int]:
    """Return the ids of ``text``; none at all if anything in it is no id, or if there are too many."""
    parts = text.split(",") if len(text) <= _MOST_CHARACTERS else []
    if not 0 < len(parts) <= MOST_AT_ONCE:
        return set()
    if not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts):
        return set()
    return {int(part) for part in parts}


def _too_often(person: int) -> bool:
    key = f"ideas.seen.{person}.{int(time.time() // 60)}"
    cache.add(key, 0, 120)
    try:
        return cache.incr(key) > MOST_A_MINUTE
    except ValueError:  # it fell out of the cache in between
        return False
