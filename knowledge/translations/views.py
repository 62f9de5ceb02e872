from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from knowledge.diff import compare_versions
from knowledge.models import ArticlePage
from knowledge.policies import can_write_in
from knowledge.presenting import crumbs_to
from knowledge.reconciling import tags_of
from knowledge.translations import policies
from knowledge.translations.forms import PairForm
from knowledge.translations.models import Pairing
from knowledge.translations.parts import other_language


def _article(request: HttpRequest, pk: int) -> ArticlePage:
    return get_object_or_404(ArticlePage.objects.editable_by(request.user), pk=pk)


def _side(request: HttpRequest, pk: int) -> Pairing:
    side = Pairing.objects.of(_article(request, pk))
    if side is None or not policies.sees_other(request.user, side):
        raise Http404
    return side


@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """The translation of an article: what changed in the other since, or which article it is (POST: link it)."""
    article = _article(request, pk)
    side = Pairing.objects.of(article)
    form = PairForm(request.POST or None, user=request.user, article=article)
    if request.method == "POST" and form.is_valid():
        try:
            Pairing.objects.pair(article, form.cleaned_data["other"], by=request.user)
        except ValidationError as error:
            form.add_error("other", error)
        else:
            messages.success(request, _("Linked. Each of the two leads to the other."))
            return redirect(article)
    context: dict[str, Any] = {"article": article, "form": form, "crumbs": crumbs_to(article, and_itself=True)}
    context["language"] = other_language(article)
    context["is_taken"] = side is not None and not policies.sees_other(request.user, side)
    if side is not None and not context["is_taken"]:
        context |= {"side": side, "other": side.other, **_since(side)}
    return render(request, "knowledge/translations/pair.html", context, status=422 if form.errors else 200)


def _since(side: Pairing) -> dict[str, Any]:
    """Return what changed in the other article since the version that this one corresponds to."""
    then, now = side.other_then(), side.other.live_revision or side.other.latest_revision
    if then is None or now is None or then.pk == now.pk:
        return {"now": now}
    old, new = then.as_object(), now.as_object()
    return {
        "now": now,
        "then": then,
        "comparison": compare_versions(old, new, old_tags=tags_of(old), new_tags=tags_of(new)),
    }


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the translation: a draft in the same space that holds the text to translate, linked from the beginning."""
    article = _article(request, pk)
    if not can_write_in(request.user, article.space):
        raise PermissionDenied
    source = article.live_revision.as_object() if article.live_revision else article.working_version()
    try:
        with transaction.atomic():
            draft = article.space.add_article(
                by=request.user,
                title=source.title,
                summary=source.summary,
                body=source.body,
                tags=tags_of(source),
                language=other_language(article),
            )
            Pairing.objects.pair(draft, article, by=request.user)
    except ValidationError:
        messages.info(request, _("It has a translation already, or a colleague is writing one."))
        return redirect("translations:pair", pk=pk)
    messages.success(request, _("Here is the text to translate: a draft that only you see. Replace it piece by piece."))
    return redirect("knowledge:edit", pk=draft.pk)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """It is up to date again, with the version of the other that was shown."""
    side = _side(request, pk)
    raw = request.POST.get("revision", "")
    revision = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 19 else 0
    if not side.other.revisions.filter(pk=revision).exists():
        raise Http404
    side.confirm(by=request.user, revision=revision)
    if side.is_outdated:
        messages.info(request, _("The other article changed again meanwhile: look at what is new."))
        return redirect("translations:pair", pk=pk)
    messages.success(request, _("Thank you: the two say the same again."))
    return redirect(side.article)


@require_POST
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    """The two articles do not belong together (any more)."""
    side = _side(request, pk)
    if not policies.can_separate(request.user, side):
        raise PermissionDenied
    Pairing.objects.separate(side.article, by=request.user)
    messages.success(request, _("Separated. Both articles stay."))
    return redirect(side.article)
