from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.pagination import page_of
from knowledge.models import SpacePage
from knowledge.presenting import Crumb, crumbs_to
from knowledge.templating.forms import TemplateForm
from knowledge.templating.models import ArticleTemplate, can_edit_templates


def _space(request: HttpRequest, pk: int) -> SpacePage:
    return get_object_or_404(SpacePage.objects.visible_to(request.user), pk=pk)


def _require_steward(request: HttpRequest, space: SpacePage | None) -> None:
    if not can_edit_templates(request.user, space):
        raise PermissionDenied


def _crumbs(space: SpacePage | None) -> list[Crumb]:
    return crumbs_to(space, and_itself=True) if space else [Crumb(_("Knowledge"), reverse("knowledge:index"))]


def _list_of(space: SpacePage | None) -> str:
    return reverse("templating:of_space", args=[space.pk]) if space else reverse("templating:for_all")


@require_GET
def for_all(request: HttpRequest) -> HttpResponse:
    """The templates that every space offers."""
    return _list(request, None)


@require_GET
def of_space(request: HttpRequest, pk: int) -> HttpResponse:
    """The templates that one space offers: its own, and those that it has from the spaces around it and from all."""
    return _list(request, _space(request, pk))


def _list(request: HttpRequest, space: SpacePage | None) -> HttpResponse:
    rows = ArticleTemplate.objects.offered_in(space).visible_to(request.user).select_related("space")
    context = {
        "space": space,
        "page": page_of(request, rows.defer("body").order_by("-space__path", "language", "kind", "pk")),
        "crumbs": _crumbs(space),
        "can_edit": can_edit_templates(request.user, space),
        "new_url": reverse("templating:new", args=[space.pk]) if space else reverse("templating:new_for_all"),
    }
    return render(request, "knowledge/templating/list.html", context)


@require_http_methods(["GET", "POST"])
def new_for_all(request: HttpRequest) -> HttpResponse:
    """Make a template for every space (community manager, administrators)."""
    return _new(request, None)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a template for one space (its stewards)."""
    return _new(request, _space(request, pk))


def _new(request: HttpRequest, space: SpacePage | None) -> HttpResponse:
    _require_steward(request, space)
    language = space.language if space else request.user.language
    form = TemplateForm(request.POST or None, initial={"language": language, "kind": "other"})
    if request.method == "POST" and form.is_valid():
        ArticleTemplate.objects.make(by=request.user, space=space, **form.cleaned_data)
        messages.success(request, _("Saved. It is offered to whoever writes a new article."))
        return redirect(_list_of(space))
    context = {"form": form, "space": space, "crumbs": _crumbs(space), "back": _list_of(space)}
    return render(request, "knowledge/templating/form.html", context, status=422 if form.errors else 200)


def _template(request: HttpRequest, pk: int) -> ArticleTemplate:
    rows = ArticleTemplate.objects.visible_to(request.user).select_related("space")
    found = get_object_or_404(rows, pk=pk)
    _require_steward(request, found.space)
    return found


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a template; articles begun with it stay as they are."""
    template = _template(request, pk)
    form = TemplateForm(request.POST or None, initial=TemplateForm.initial_of(template))
    if request.method == "POST" and form.is_valid():
        template.revise(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. It is offered to whoever writes a new article."))
        return redirect(_list_of(template.space))
    context = {"form": form, "template": template, "space": template.space, "crumbs": _crumbs(template.space)}
    context["back"] = _list_of(template.space)
    return render(request, "knowledge/templating/form.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a template away; articles begun with it stay as they are."""
    template = _template(request, pk)
    space = template.space
    template.remove(by=request.user)
    messages.success(request, _("Removed. Articles that began with it stay as they are."))
    return redirect(_list_of(space))
