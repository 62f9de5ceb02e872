import json
import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from intranet.contributions.keeping import NotKept, keep_sent, nameless, signed_out, too_much
from intranet.core.richtext import clean
from knowledge.diff import compare_versions
from knowledge.drafting.models import FIELDS, LONGEST, MOST_ANSWERS, Answers, Draft, Editing
from knowledge.drafting.presenting import newer, others
from knowledge.models import ArticlePage
from knowledge.presenting import crumbs_to
from knowledge.reconciling import tags_of

NEW_KEY = re.compile(r"article:new(:[a-z0-9-]{1,60})?")
MARK = re.compile(r"[0-9a-f]{24}")
CHOICES = ("mine", "theirs", "both", "own")


@login_not_required
@require_POST
def keep_new(request: HttpRequest) -> HttpResponse:
    """Keep the text of an article that does not exist yet. JSON, a 401 for an ended session included."""
    if not request.user.is_authenticated:
        return signed_out()
    key = request.POST.get("key", "")
    if not NEW_KEY.fullmatch(key):
        return nameless()
    return _keep(request, key, None)


@login_not_required
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what somebody writes into an article, and say who else does. JSON, a 401 for an ended session included.

    Without a text (``body``) it only says that the page is still open; ``left`` that it closes. When the article went
    away meanwhile, what was written goes on being kept.
    """
    user = request.user
    if not user.is_authenticated:
        return signed_out()
    article = ArticlePage.objects.editable_by(user).filter(pk=pk).first()
    key = f"article:{pk}"
    if article is None:
        if not Draft.objects.filter(person=user, key=key).exists():
            return JsonResponse(
                {"error": _("The article is not there any more, or you may no longer edit it.")}, status=404
            )
        return _keep(request, key, None) if "body" in request.POST else JsonResponse({"gone": True})
    if "left" in request.POST:
        Editing.objects.leave(article, by=user)
    else:
        Editing.objects.beat(article, by=user)
    if "drop" in request.POST:
        Draft.objects.saved(user, key)
    return _keep(request, key, article) if "body" in request.POST else JsonResponse(_around(request, article))


@login_not_required
@require_POST
def keep_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what somebody chose so far where two texts are brought together. JSON, a 401 for an ended session included."""
    user = request.user
    if not user.is_authenticated:
        return signed_out()
    article = ArticlePage.objects.editable_by(user).filter(pk=pk).first()
    if article is None:
        return JsonResponse(
            {"error": _("The article is not there any more, or you may no longer edit it.")}, status=404
        )
    raw = request.POST.get("answers", "")
    if len(raw) > 2 * LONGEST:
        return too_much(len(raw), LONGEST)
    given = _answers(raw)
    if given is None:
        return nameless()
    Answers.objects.keep(article, given, by=user)
    return JsonResponse({"kept": len(given)})


def _answers(raw: str) -> dict[str, dict[str, str]] | None:
    """Return the choices in ``raw`` by the mark of their question; ``None`` for what no page of ours sends."""
    try:
        sent = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, dict) or len(sent) > MOST_ANSWERS:
        return None
    given: dict[str, dict[str, str]] = {}
    for mark, answer in sent.items():
        choice, own = (answer.get("choice"), answer.get("own")) if isinstance(answer, dict) else (None, None)
        if not MARK.fullmatch(mark) or choice not in CHOICES or not isinstance(own, str):
            return None
        given[mark] = {"choice": choice, "own": _storable(own)[:LONGEST]}
    return given


def _storable(text: str) -> str:
    """Return ``text`` without what no database keeps: NUL, and the halves of letters that JSON can name."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _keep(request: HttpRequest, key: str, article: ArticlePage | None) -> HttpResponse:
    try:
        draft = keep_sent(request, Draft, key=key, article=article)
    except NotKept as refusal:
        return refusal.answer
    answer = {"number": draft.number, "at": draft.updated_at.isoformat()}
    gone = not article and not draft.is_of_new_article
    return JsonResponse({**answer, "gone": gone, **(_around(request, article) if article else {})})


def _around(request: HttpRequest, article: ArticlePage) -> dict[str, Any]:
    """Return who else edits ``article``, and whether somebody saved since the version this text began from."""
    user = request.user
    names = [
        {"name": editing.person.display_name, "since": editing.since.isoformat()} for editing in others(article, user)
    ]
    saved = newer(article, request.POST.get("base_revision", ""))
    by = saved.user.display_name if saved and saved.user else ""
    mine = saved is not None and saved.user_id == user.pk
    return {"editors": names, "newer": {"by": by, "mine": mine} if saved else None}


@require_GET
def unsaved(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to where an unsaved text goes on; give it back when there is no such place any more."""
    draft = get_object_or_404(Draft.objects.of(request.user), pk=pk)
    if draft.is_of_new_article:
        # The editor finds the text again by the title that it began with.
        about = draft.key.removeprefix("article:new").removeprefix(":").replace("-", " ")
        return redirect(reverse("knowledge:new", query={"title": about} if about else None))
    if ArticlePage.objects.editable_by(request.user).filter(pk=draft.article_id).exists():
        return redirect("knowledge:edit", pk=draft.article_id)
    return render(request, "knowledge/gone.html", {"written": draft.fields, "draft_key": draft.key})


@require_GET
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person's unsaved text changes in the version that is saved."""
    draft = get_object_or_404(Draft.objects.of(request.user), pk=pk)
    article = get_object_or_404(ArticlePage.objects.editable_by(request.user), pk=draft.article_id)
    saved = article.working_version()
    fields = {name: draft.fields.get(name, "") for name in FIELDS}
    try:
        body = clean(fields["body"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("knowledge:edit", pk=article.pk)
    mine = ArticlePage(title=fields["title"], summary=fields["summary"], body=body, language=fields["language"])
    tags = [tag.strip() for tag in fields["tags"].split(",") if tag.strip()]
    comparison = compare_versions(saved, mine, old_tags=tags_of(saved), new_tags=tags)
    crumbs = crumbs_to(article, and_itself=True)
    context = {"article": article, "draft": draft, "comparison": comparison, "crumbs": crumbs}
    return render(request, "knowledge/drafting/compare.html", context)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an unsaved text away; what is saved stays as it is."""
    draft = get_object_or_404(Draft.objects.of(request.user), pk=pk)
    draft.delete()
    messages.success(request, _("What you had not saved is discarded."))
    if "back" in request.POST and draft.article_id:
        return redirect("knowledge:edit", pk=draft.article_id)
    return redirect("knowledge:new" if "back" in request.POST else "knowledge:drafts")
