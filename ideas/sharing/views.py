"""The card of an idea where a text gives its address on a line of its own (``static/js/elements/idea-cards.js``).

Texts are rendered once for everyone and kept in memory, so the card is no part of them: each reader's browser asks for
it, and gets what that reader may see, or nothing. The stored text and what search reads of it stay a plain link.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ideas.models import Idea


@never_cache
@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The idea as it stands now, as a fragment; 404 for whoever may not see it."""
    idea = get_object_or_404(Idea.objects.visible_to(request.user).for_cards(), pk=pk)
    return render(request, "ideas/sharing/card.html", {"idea": idea})
