"""What the views of an idea's life share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ideas.models import Idea


def idea_or_404(request: HttpRequest, pk: int) -> Idea:
    """Return the idea if this person may read it; with its author, campaign and owner."""
    ideas = Idea.objects.visible_to(request.user).select_related("author", "campaign", "answer_owner", "last_decision")
    return get_object_or_404(ideas, pk=pk)


def allow(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def form_page(request: HttpRequest, template: str, idea: Idea, form: Any = None, **context: Any) -> HttpResponse:
    """Show a form about ``idea``; 422 when it comes back with its errors."""
    status = 422 if form is not None and form.errors else 200
    return render(request, f"ideas/living/{template}.html", {"idea": idea, "form": form, **context}, status=status)
