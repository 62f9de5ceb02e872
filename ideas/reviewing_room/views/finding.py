"""Finding the room that an address names, for who asks."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ideas.reviewing_room import policies
from ideas.reviewing_room.models import Review


def review_of(request: HttpRequest, campaign: str, number: int) -> Review:
    """Return the review; 404 for who neither decides nor evaluates in it: it does not exist for them."""
    rows = Review.objects.visible_to(request.user).select_related("campaign")
    return get_object_or_404(rows, campaign__slug=campaign, number=number)


def led(request: HttpRequest, campaign: str, number: int) -> Review:
    """Return the review for who leads it; an evaluator, who knows that it exists, is refused."""
    found = review_of(request, campaign, number)
    if not policies.can_lead(request.user):
        raise PermissionDenied
    return found
