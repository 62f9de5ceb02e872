from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge import policies
from knowledge.questions import harvesting
from knowledge.questions.errors import Refused
from knowledge.questions.forms import DraftForm
from knowledge.questions.models import Question
from knowledge.questions.page import crumbs


@require_http_methods(["GET", "POST"])
def from_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an article draft of the accepted answer: at once in the question's space, else in the one chosen here."""
    question = get_object_or_404(
        Question.objects.visible_to(request.user).current().select_related("space", "audience"), pk=pk
    )
    spaces = harvesting.spaces_for(request.user, question.audience)
    form = DraftForm(
        request.POST if request.method == "POST" else None, spaces=spaces, initial={"space": question.space_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            article = harvesting.article_of_answer(question, by=request.user, space=form.cleaned_data["space"])
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            if not policies.can_read(request.user, article):
                messages.info(request, _("A colleague is already writing an article from this answer."))
                return redirect(question)
            messages.success(
                request, _("Here is the draft. Complete it, then publish it: who asked and who answered are credited.")
            )
            return redirect("knowledge:edit", pk=article.pk)
    context = {"form": form, "question": question, "has_spaces": bool(spaces), "crumbs": crumbs(question)}
    return render(request, "knowledge/questions/to_article.html", context, status=422 if form.errors else 200)
