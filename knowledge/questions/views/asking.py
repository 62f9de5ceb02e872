from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.contributions.models.activity import record
from intranet.core.richtext import to_text
from knowledge.models import ArticlePage
from knowledge.questions import policies
from knowledge.questions.errors import EditedMeanwhile, Refused, TooMany
from knowledge.questions.forms import QuestionForm
from knowledge.questions.models import Question
from knowledge.questions.page import crumbs
from knowledge.questions.similar import Near, near_to

# What is enough of a text to find its like.
_READ = 3000
_ASKED = 280


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask. What may answer it and was not shown while it was written is shown before it is posted: then one decides."""
    initial = {"language": request.user.language, "space": request.GET.get("space", "")}
    initial["title"] = request.GET.get("title", "").replace("\x00", "")[:160]
    form = QuestionForm(request.POST or None, user=request.user, initial=initial)
    near: list[Near] = []
    if request.method == "POST" and form.is_valid():
        if "anyway" not in request.POST and not Question.was_sent(
            by=request.user, client_id=form.cleaned_data["client_id"]
        ):
            near = _unseen(
                request, near_to(request.user, f"{form.texts['title']} {to_text(form.texts['body'])[:_READ]}")
            )
        if not near:
            try:
                question = Question.ask(by=request.user, client_id=form.cleaned_data["client_id"], **form.texts)
            except TooMany as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(
                    request, _("Your question is there. Whoever probably knows is told, and you when they answer.")
                )
                return redirect(question)
    return _form_page(request, form, near=near)


def _unseen(request: HttpRequest, near: list[Near]) -> list[Near]:
    """Return all of ``near`` if one of them is new to the person; nothing if each stood beside the text as it was written."""
    seen = set(request.POST.getlist("seen"))
    return near if any(one.key not in seen for one in near) else []


@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """What answers already what is being typed, as a fragment for the form."""
    title, body = (request.GET.get(name, "").replace("\x00", "") for name in ("title", "body"))
    near = near_to(request.user, f"{title[:200]} {to_text(body[:_READ])}")
    return render(request, "knowledge/questions/_similar.html", {"near": near})


@require_POST
def answered(request: HttpRequest) -> HttpResponse:
    """ "This answers me": nothing is posted; that this page answers these words is kept, for the search to learn."""
    kind, _colon, number = request.POST.get("by", "").partition(":")
    known = number.isascii() and number.isdecimal() and len(number) < 19
    models: dict[str, Any] = {"article": ArticlePage, "question": Question}
    if kind not in models or not known:
        raise Http404
    page = get_object_or_404(models[kind].objects.visible_to(request.user), pk=int(number))
    text = " ".join(request.POST.get("title", "").replace("\x00", "").split())[:_ASKED]
    if text:
        record("question.answered_by_page", by=request.user, target=page, text=text, kind=kind)
    messages.success(request, _("Good. Nothing was posted, and the next one who asks this will find it sooner."))
    return redirect(page)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own question. A refused save gives the form back with all that was typed."""
    question = get_object_or_404(Question.objects.addressed_to(request.user).select_related("space"), pk=pk)
    if not policies.can_edit(request.user, question):
        if not policies.can_read_text(request.user, question):
            raise Http404
        raise PermissionDenied
    form = QuestionForm.of(question, user=request.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            question.edit(by=request.user, version=form.cleaned_data["version"] or 0, **form.texts)
        except EditedMeanwhile as refusal:
            data = request.POST.copy()
            data["version"] = str(Question.objects.get(pk=pk).version)
            form = QuestionForm.of(question, user=request.user, data=data)
            form.add_error(None, refusal)
        except Refused as refusal:
            form.add_error(None if Question.objects.get(pk=pk).is_taken_back else "space", refusal)
        else:
            messages.success(request, _("Your changes are published."))
            return redirect(question)
    return _form_page(request, form, question=question)


def _form_page(
    request: HttpRequest, form: QuestionForm, *, near: list[Near] | None = None, question: Question | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "question": question,
        "near": near,
        "crumbs": crumbs(question),
        "draft_key": f"question-{question.pk}-{question.version}" if question else "question-new",
    }
    return render(request, "knowledge/questions/form.html", context, status=422 if form.errors else 200)
