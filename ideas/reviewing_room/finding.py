"""Finding an idea to put on a shortlist by hand."""

import re
from typing import TYPE_CHECKING

from django.db.models import Q

from ideas.models import Idea

if TYPE_CHECKING:
    from ideas.reviewing_room.models import Review
    from intranet.accounts.models import User

SHOWN = 10
_ADDRESS = re.compile(r"(?:^|/ideas/)(?P<pk>[0-9]{1,18})(?:/|$)")


def ideas_to_add(review: "Review", user: "User", asked: str) -> list[Idea]:
    """Return ideas of the campaign that are not on the list: by words of their title, by number, or by address."""
    asked = asked.replace("\0", "").strip()
    ideas = Idea.objects.visible_to(user).filter(campaign=review.campaign_id).for_cards()
    ideas = ideas.exclude(pk__in=review.entries.on().values("idea"))
    address = _ADDRESS.search(asked)
    if address:
        return list(ideas.filter(pk=int(address["pk"])))
    words = Q()
    for word in asked.split()[:8]:
        words &= Q(title__icontains=word)
    return list(ideas.filter(words).order_by("-created_at", "-pk")[:SHOWN])
