from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ideas.living import policies
from ideas.living.forms import MOST_CO_AUTHORS, InviteForm
from ideas.living.views.common import allow, form_page, idea_or_404
from ideas.models import CoAuthor, Idea
from intranet.accounts.models import User


@require_http_methods(["GET", "POST"])
def co_authors(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask colleagues to write an idea with one, and see who is asked and who joined."""
    idea = idea_or_404(request, pk)
    allow(policies.is_first_author(request.user, idea))
    form = InviteForm(request.POST if request.method == "POST" else None)
    rows = list(CoAuthor.objects.filter(idea=idea, left_at=None).select_related("user__department").order_by("pk"))
    if request.method == "POST" and form.is_valid():
        people = form.cleaned_data["people"]
        if not policies.can_invite(request.user, idea):
            form.add_error(None, _("The text of this idea stands as it was answered: nobody can join it any more."))
        elif len(rows) + len(people) > MOST_CO_AUTHORS:
            form.add_error("people", _("An idea has at most %(most)d co-authors.") % {"most": MOST_CO_AUTHORS})
        else:
            _invite(request, idea, people)
            return redirect("ideas:living:co_authors", pk=pk)
    return form_page(request, "co_authors", idea, form, rows=rows, allowed=policies.can_invite(request.user, idea))


def _invite(request: HttpRequest, idea: Idea, people: list[User]) -> None:
    asked = [person for person in people if idea.invite(person, by=request.user)]
    left = [person.display_name for person in people if person not in asked]
    if asked:
        words = ngettext("%(count)d person is asked.", "%(count)d people are asked.", len(asked))
        messages.success(request, words % {"count": len(asked)})
    if left:
        words = _("Not asked: %(names)s. They write it already, were asked before, or cannot read this idea.")
        messages.info(request, words % {"names": ", ".join(left)})


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    idea = idea_or_404(request, pk)
    if idea.join(by=request.user):
        messages.success(request, _("You are co-author of this idea now."))
    else:
        messages.info(request, _("This invitation is not open any more."))
    return redirect(idea)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline an invitation, or stop being a co-author."""
    idea = idea_or_404(request, pk)
    if idea.leave(request.user, by=request.user):
        messages.success(request, _("Done: your name does not stand beside this idea."))
    return redirect(idea)


@require_POST
def take_back(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Take back an invitation, or part with a co-author; what they wrote stays in the history with their name."""
    idea = idea_or_404(request, pk)
    allow(policies.is_first_author(request.user, idea))
    somebody = get_object_or_404(User, pk=person)
    if idea.leave(somebody, by=request.user):
        messages.success(request, _("%(name)s is no longer beside this idea.") % {"name": somebody.display_name})
    return redirect("ideas:living:co_authors", pk=pk)
