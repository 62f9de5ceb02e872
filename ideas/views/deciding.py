from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import policies
from ideas.breadth import breadth_of
from ideas.errors import AnswerRequired, DecidedMeanwhile, NotYoursToDecide, ReasonRequired, SomebodyElseAnswers
from ideas.forms import DecisionForm
from ideas.models import Act, Idea
from ideas.reviewing import OVERDUE, Review
from ideas.why_not import why_not
from intranet.contributions.registry import registry
from intranet.core.pagination import page_of

PAGE = 20


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """The ideas that leadership looks at, most supported first, and what each needs for a decision."""
    if not policies.can_decide(request.user):
        raise PermissionDenied
    asked = Review(request.user, request.GET)
    page = page_of(request, asked.rows(), size=PAGE)
    breadths = breadth_of(idea for idea in page.items if policies.can_see_tally(request.user, idea))
    for idea in page.items:
        idea.breadth = breadths[idea.pk]
    rooms = [room for answer in registry.ask("ideas.reviews", request.user) for room in answer]
    late = 0 if asked.status == OVERDUE else Idea.objects.visible_to(request.user).overdue().count()
    context = {"page": page, "asked": asked, "rooms": rooms, "late": late}
    return render(request, "ideas/review.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the status and answer officially. Refused, the form comes back with its text and what happened."""
    idea = get_object_or_404(
        Idea.objects.visible_to(request.user).select_related("last_decision__by", "discussion", "campaign"), pk=pk
    )
    if not policies.can_decide(request.user):
        raise PermissionDenied
    if word := why_not(Act.DECIDE, idea.campaign):
        messages.error(request, word)
        return redirect(idea)
    if request.method == "GET":
        return _decision_page(request, idea, DecisionForm.of(idea))
    form = DecisionForm.sent(idea, request.POST)
    if form.is_valid():
        try:
            idea.decide(by=request.user, **form.decision)
        except AnswerRequired as refusal:
            form.add_error("answer", refusal)
        except ReasonRequired as refusal:
            form.add_error("reason", refusal)
        except (NotYoursToDecide, SomebodyElseAnswers) as refusal:
            form.add_error(None, refusal)
        except DecidedMeanwhile as refusal:
            idea = Idea.objects.select_related("last_decision__by", "discussion").get(pk=idea.pk)
            form = _opened_again(request, idea)
            form.add_error(None, refusal)
            return _decision_page(request, idea, form, meanwhile=True, status=409)
        else:
            messages.success(request, _("Decided. The author, supporters and followers will hear of it."))
            return _done(request, idea)
    return _decision_page(request, idea, form)


def _opened_again(request: HttpRequest, idea: Idea) -> DecisionForm:
    data = request.POST.copy()
    data["expected"] = str(idea.last_decision_id or 0)
    form = DecisionForm.sent(idea, data)
    form.is_valid()
    return form


def _decision_page(
    request: HttpRequest, idea: Idea, form: DecisionForm, *, meanwhile: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "idea": idea,
        "form": form,
        "meanwhile": idea.last_decision if meanwhile else None,
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    if request.method == "GET" and request.headers.get("HX-Request"):
        return render(request, "ideas/_decision_form.html", context)
    if form.errors and status == 200:
        status = 422
    return render(request, "ideas/decide.html", context, status=status)


def _done(request: HttpRequest, idea: Idea) -> HttpResponse:
    """Go back to the review page where the person was, or to the idea."""
    back = request.POST.get("next", "")
    if back.startswith("/ideas/review/"):
        return redirect(f"{back.split('#')[0]}#idea-{idea.pk}")
    return redirect(idea)
