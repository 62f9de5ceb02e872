from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideas.living import policies
from ideas.living.forms import WordsForm
from ideas.living.views.common import allow, form_page, idea_or_404
from intranet.core.forms import carried_out


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's idea back, with a word if one likes."""
    idea = idea_or_404(request, pk)
    allow(policies.is_first_author(request.user, idea))
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label=_("Why, in a word"),
        required=False,
        help_text=_("Those who support it read it."),
    )
    if carried_out(form, lambda: idea.withdraw(by=request.user, why=form.cleaned_data["words"])):
        messages.success(request, _("Your idea is withdrawn. It stays readable; nobody owes it an answer any more."))
        return redirect(idea)
    return form_page(request, "withdraw", idea, form, allowed=policies.can_withdraw(request.user, idea))


@require_http_methods(["GET", "POST"])
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer what was asked about one's idea: it goes back under review."""
    idea = idea_or_404(request, pk)
    allow(idea.is_by(request.user))
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label=_("Your answer"),
        help_text=_("You can change the text of the idea too; the answer says what is new."),
    )
    if carried_out(form, lambda: idea.answer_more(by=request.user, words=form.cleaned_data["words"])):
        messages.success(request, _("Sent. Your idea is under review again."))
        return redirect(idea)
    return form_page(request, "more", idea, form, allowed=policies.can_answer_more(request.user, idea))


@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once for a declined idea to be looked at again, with something new."""
    idea = idea_or_404(request, pk)
    allow(idea.is_by(request.user))
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label=_("What is new"),
        help_text=_("A fact, a figure, another way to do it: what those who decided could not know."),
    )
    if carried_out(form, lambda: idea.appeal(by=request.user, words=form.cleaned_data["words"])):
        messages.success(request, _("Your appeal is sent. Somebody looks at your idea again, and answers officially."))
        return redirect(idea)
    return form_page(request, "appeal", idea, form, allowed=policies.can_appeal(request.user, idea))
