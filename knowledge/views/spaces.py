from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from knowledge import policies
from knowledge.forms import SpaceForm
from knowledge.models import SpacePage
from knowledge.presenting import crumbs_to


def _require_manager(request: HttpRequest) -> None:
    if not policies.can_manage_knowledge(request.user):
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a space (community manager, administrators)."""
    _require_manager(request)
    initial = {"parent": request.GET.get("parent", ""), "language": request.user.language, "article_order": "title"}
    form = SpaceForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(form.chosen_parent.add_space(by=request.user, **form.text))
        except ValidationError as error:
            form.add_error("departments", error.messages)
    return render(request, "knowledge/space_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a space, where it stands, and who may see it; all that it holds follows."""
    _require_manager(request)
    space = get_object_or_404(SpacePage.objects.visible_to(request.user), pk=pk)
    form = SpaceForm(request.POST or None, user=request.user, space=space, initial=_initial(space))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                space.move_to(form.chosen_parent, by=request.user, departments=form.text["departments"])
                space.revise(by=request.user, **form.text)
            return redirect(space)
        except ValidationError as error:
            form.add_error("departments", error.messages)
    context = {"form": form, "space": space, "crumbs": crumbs_to(space, and_itself=True)}
    return render(request, "knowledge/space_form.html", context, status=422 if form.errors else 200)


def _initial(space: SpacePage) -> dict[str, Any]:
    parent = space.parent_space()
    return {
        "title": space.title,
        "description": space.description,
        "parent": parent.pk if parent else "",
        "departments": [department.pk for department in space.departments.all()],
        "stewards": list(space.stewards.all()),
        "review_months": space.review_months,
        "language": space.language,
        "article_order": space.article_order,
        "publishing": space.publishing,
    }
