from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import policies
from ideas.errors import ActNotOpen, ClosedToEdits, EditedMeanwhile
from ideas.forms import IdeaForm
from ideas.models import Campaign, Idea
from ideas.models.campaign import OPEN_BOX
from ideas.similar import similar_ideas
from ideas.submitting import campaigns_open_to, chosen_campaign
from intranet.contributions.registry import registry
from intranet.core.drafts import COOKIE, KEY
from intranet.core.richtext import to_text

# What is enough of a text to find its like.
_READ = 3000


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """Write an idea, in the campaign that one chooses among those that are open to them.

    ``switch`` says that another campaign was chosen: the form comes back as that campaign has it, with all that was typed.
    """
    sent = request.POST if request.method == "POST" else None
    slug = (request.GET if sent is None else sent).get("campaign", "")
    refused: ActNotOpen | None = None
    try:
        campaign = chosen_campaign(request.user, slug)
    except ActNotOpen as refusal:
        campaign, refused = _known_or_open_box(request, slug), refusal
    if sent is not None and "switch" in sent:
        return _switched(request, campaign, sent)
    if sent is None:
        form, kept = _opened(request, campaign, None, {"language": request.user.language})
        if refused and slug:
            messages.error(request, refused.messages[0])
        return _form_page(request, form, campaign=campaign, **kept)
    form = IdeaForm(sent, campaign=campaign)
    if form.is_valid() and refused is None:
        try:
            idea = Idea.submit(by=request.user, campaign=campaign, **form.texts)
        except ActNotOpen as refusal:
            refused = refusal
        else:
            registry.ask("ideas.saved", request.user, _key(campaign, None))
            messages.success(request, _("Your idea is published. You will be told what becomes of it."))
            return redirect(idea)
    if refused:
        form.add_error(None, refused)
    return _form_page(request, form, campaign=campaign, **_beside(request, campaign, None))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own idea. A refused save gives the form back with all that was typed."""
    idea = get_object_or_404(Idea.objects.visible_to(request.user).select_related("campaign"), pk=pk)
    if not idea.is_by(request.user):
        raise PermissionDenied
    for elsewhere in registry.ask("ideas.edited_at", idea):
        if elsewhere:
            return redirect(elsewhere)
    if request.method == "GET":
        form, kept = _opened(request, idea.campaign, idea, {})
        return _form_page(request, form, idea=idea, campaign=idea.campaign, **kept)
    form = IdeaForm(request.POST, campaign=idea.campaign, answers=idea.answers)
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
            registry.ask("ideas.saved", request.user, _key(idea.campaign, idea))
            messages.success(request, _("Your changes are published."))
            return redirect(idea)
    return _form_page(request, form, idea=idea, campaign=idea.campaign, **_beside(request, idea.campaign, idea))


@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """The ideas near to what is being typed, as a fragment for the form. ``draft`` names what is being written, if it is new."""
    title, body, besides = (request.GET.get(name, "").replace("\x00", "") for name in ("title", "body", "besides"))
    known = int(besides) if besides.isascii() and besides.isdecimal() and len(besides) < 19 else None
    ideas = similar_ideas(request.user, title=title[:200], body=to_text(body[:_READ]), besides=known)
    draft = request.GET.get("draft", "")
    return render(
        request,
        "ideas/_similar.html",
        {"ideas": ideas, "besides": known, "draft_key": draft if KEY.fullmatch(draft) else ""},
    )


def _known_or_open_box(request: HttpRequest, slug: str) -> Campaign:
    known = Campaign.objects.visible_to(request.user).filter(slug=slug.replace("\x00", "")[:80] or OPEN_BOX).first()
    return known or Campaign.objects.open_box()


def _key(campaign: Campaign, idea: Idea | None) -> str:
    """Return the name of what is being written: one a campaign for a new idea, one an idea for changes."""
    return f"idea:{idea.pk}" if idea else f"idea:new:{campaign.slug}"


def _beside(request: HttpRequest, campaign: Campaign, idea: Idea | None) -> dict[str, Any]:
    """Return what other parts show with the form (service ``ideas.form_parts``), and the copy of it that they keep."""
    answers = registry.ask("ideas.form_parts", request.user, campaign, idea, _key(campaign, idea))
    parts = [part for answer in answers for part in answer]
    return {"parts": parts, "kept": next((part for part in parts if part.number), None)}


def _opened(
    request: HttpRequest, campaign: Campaign, idea: Idea | None, initial: dict[str, Any]
) -> tuple[IdeaForm, dict[str, Any]]:
    """Return the form as it is opened, with what the person wrote and did not send in its place, and what is beside it."""
    beside = _beside(request, campaign, idea)
    form = IdeaForm.of(idea) if idea else IdeaForm(initial=initial, campaign=campaign)
    if beside["kept"]:
        form.initial |= beside["kept"].initial
    return form, beside


def _switched(request: HttpRequest, campaign: Campaign, sent: QueryDict) -> HttpResponse:
    """Give the form of another campaign with what was typed; the copy that was kept for the first one goes with it."""
    initial: dict[str, Any] = {name: str(value).replace("\x00", "") for name, value in sent.items()}
    initial["departments"] = [pk for pk in sent.getlist("departments") if pk.isascii() and pk.isdecimal()]
    before = sent.get("draft_key", "")
    if before.startswith("idea:new:") and before != _key(campaign, None):
        registry.ask("ideas.saved", request.user, before)
    beside = _beside(request, campaign, None) | {"kept": None}
    response = _form_page(request, IdeaForm(initial=initial, campaign=campaign), campaign=campaign, **beside)
    if KEY.fullmatch(before):
        # The browser forgets its copy too, as after a form that was taken (core/drafts.py).
        response.set_cookie(COOKIE, before, max_age=120, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def _opened_again(request: HttpRequest, idea: Idea) -> IdeaForm:
    """Return the form as it was sent, opened on what the idea says now: saving it again is then a choice."""
    data = request.POST.copy()
    data["version"] = str(idea.version)
    form = IdeaForm(data, campaign=idea.campaign, answers=idea.answers)
    form.is_valid()
    return form


def _form_page(
    request: HttpRequest, form: IdeaForm, idea: Idea | None = None, *, campaign: Campaign, **beside: Any
) -> HttpResponse:
    context = {
        "campaigns": campaigns_open_to(request.user) if idea is None else [],
        "campaign": campaign.slug,
        "form": form,
        "idea": idea,
        "draft_key": _key(campaign, idea),
        "edits_show": idea is not None and idea.was_ever_supported,
        "can_edit": idea is None or policies.can_edit(request.user, idea),
        **beside,
    }
    return render(request, "ideas/form.html", context, status=422 if form.errors else 200)
