from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import policies
from ideas.errors import ActNotOpen, ClosedToEdits, EditedMeanwhile
from ideas.forms import IdeaForm
from ideas.models import Idea
from ideas.models.campaign import OPEN_BOX
from ideas.similar import similar_ideas
from ideas.submitting import campaigns_open_to, chosen_campaign
from intranet.core.richtext import to_text

# What is enough of a text to find its like.
_READ = 3000


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """Write an idea, in the campaign that one chooses among those that are open to them."""
    form = IdeaForm(request.POST if request.method == "POST" else None, initial={"language": request.user.language})
    slug = (request.POST if request.method == "POST" else request.GET).get("campaign", "")
    if request.method == "POST" and form.is_valid():
        try:
            campaign = chosen_campaign(request.user, slug)
            idea = Idea.submit(by=request.user, campaign=campaign, **form.texts)
        except ActNotOpen as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your idea is published. You will be told what becomes of it."))
            return redirect(idea)
    return _form_page(request, form, campaign=slug)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own idea. A refused save gives the form back with all that was typed."""
    idea = get_object_or_404(Idea.objects.visible_to(request.user), pk=pk)
    if not idea.is_by(request.user):
        raise PermissionDenied
    if request.method == "GET":
        return _form_page(request, IdeaForm.of(idea), idea=idea)
    form = IdeaForm(request.POST)
    if form.is_valid():
        try:
            idea.edit(by=request.user, version=form.cleaned_data["version"], **form.texts)
        except ClosedToEdits as refusal:
            form.add_error(None, refusal)
        except EditedMeanwhile as refusal:
            idea.refresh_from_db()
            form = _opened_again(request, idea)
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your changes are published."))
            return redirect(idea)
    return _form_page(request, form, idea=idea)


@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """The ideas near to what is being typed, as a fragment for the form."""
    title, body, besides = (request.GET.get(name, "").replace("\x00", "") for name in ("title", "body", "besides"))
    known = int(besides) if besides.isascii() and besides.isdecimal() and len(besides) < 19 else None
    ideas = similar_ideas(request.user, title=title[:200], body=to_text(body[:_READ]), besides=known)
    return render(request, "ideas/_similar.html", {"ideas": ideas})


def _opened_again(request: HttpRequest, idea: Idea) -> IdeaForm:
    """Return the form as it was sent, opened on what the idea says now: saving it again is then a choice."""
    data = request.POST.copy()
    data["version"] = str(idea.version)
    form = IdeaForm(data)
    form.is_valid()
    return form


def _form_page(request: HttpRequest, form: IdeaForm, idea: Idea | None = None, *, campaign: str = "") -> HttpResponse:
    context = {
        "campaigns": campaigns_open_to(request.user) if idea is None else [],
        "campaign": campaign or OPEN_BOX,
        "form": form,
        "idea": idea,
        "draft_key": f"idea-{idea.pk}-{idea.version}" if idea else "idea-new",
        "edits_show": idea is not None and idea.was_ever_supported,
        "can_edit": idea is None or policies.can_edit(request.user, idea),
    }
    return render(request, "ideas/form.html", context, status=422 if form.errors else 200)
