import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.formats import get_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ideas import policies
from ideas.living.models import Draft, Elsewhere, TooMuch
from ideas.living.models.draft import LONGEST, NAMES, OWN
from ideas.models import Campaign, Idea
from intranet.contributions.devices import device_of

TAB = re.compile(r"[\w-]{1,40}", re.ASCII)
SHOWN = 100


@login_not_required
@require_POST
def keep_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the text of an idea that is not submitted yet. JSON, a 401 for an ended session included.

    A campaign that closed meanwhile does not take the text away: it goes on being kept.
    """
    if not request.user.is_authenticated:
        return _signed_out()
    campaign = Campaign.objects.visible_to(request.user).filter(slug=slug).first()
    key = f"idea:new:{slug[:80]}"
    if campaign is None and not Draft.objects.filter(person=request.user, key=key).exists():
        return JsonResponse({"error": _("This text has no name.")}, status=404)
    return _keep(request, key, campaign, None)


@login_not_required
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what an author changes in an idea and has not published. JSON, a 401 for an ended session included."""
    if not request.user.is_authenticated:
        return _signed_out()
    key = f"idea:{pk}"
    idea = Idea.objects.visible_to(request.user).select_related("campaign").filter(pk=pk).first()
    known = Draft.objects.filter(person=request.user, key=key).exists()
    if not known and (idea is None or not idea.is_by(request.user)):
        return JsonResponse({"error": _("The idea is not there any more, or you may no longer edit it.")}, status=404)
    return _keep(request, key, idea.campaign if idea else None, idea)


def _keep(request: HttpRequest, key: str, campaign: Campaign | None, idea: Idea | None) -> HttpResponse:
    number, tab = request.POST.get("number", ""), request.POST.get("tab", "")
    names = [name for name in request.POST if name in NAMES or name.startswith(OWN)]
    fields = {name: request.POST[name].replace("\0", "") for name in names}
    if not TAB.fullmatch(tab) or not re.fullmatch(r"\d{1,9}", number, re.ASCII):
        return JsonResponse({"error": _("This text has no name.")}, status=400)
    try:
        draft = Draft.objects.keep(
            by=request.user,
            key=key,
            campaign=campaign,
            idea=idea,
            fields=fields,
            tab=tab,
            number=int(number),
            device=device_of(request.headers.get("User-Agent", "")),
            over="over" in request.POST,
        )
    except Elsewhere as other:
        said = _("You write this text in another tab or on another device too, last on %(at)s.")
        return JsonResponse({"error": said % {"at": _at(other.draft)}, "number": other.draft.number}, status=409)
    except TooMuch as much:
        return JsonResponse({"error": _too_much(much.length)}, status=413)
    gone = idea is not None and not policies.can_edit(request.user, idea)
    return JsonResponse({"number": draft.number, "at": draft.updated_at.isoformat(), "gone": gone})


@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """What one wrote of ideas and did not send. Two queries."""
    rows = Draft.objects.of(request.user).select_related("campaign", "idea").order_by("-updated_at", "-pk")[:SHOWN]
    return render(request, "ideas/living/drafts.html", {"rows": [(draft, _place(draft)) for draft in rows]})


def _place(draft: Draft) -> str:
    """Return where a draft goes on: its campaign's form, its idea, or the open box when both are gone."""
    if draft.idea_id:
        return reverse("ideas:edit", args=[draft.idea_id])
    slug = draft.campaign.slug if draft.campaign else ""
    return reverse("ideas:submit", query={"campaign": slug} if slug else None)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an unsent text away; an idea that it changes stays as it is."""
    draft = get_object_or_404(Draft.objects.of(request.user).select_related("campaign"), pk=pk)
    place = _place(draft)
    draft.delete()
    messages.success(request, _("What you had not sent is discarded."))
    return redirect(place if "back" in request.POST else "ideas:living:drafts")


def _signed_out() -> JsonResponse:
    return JsonResponse({"error": _("You are signed out.")}, status=401)


def _too_much(length: int) -> str:
    if not length:
        return _("You keep too many unsaved texts. Save or discard some of them.")
    values = {"length": length, "limit": LONGEST}
    return _("This text is too long: %(length)d characters, where %(limit)d fit. Split it in several.") % values


def _at(draft: Draft) -> str:
    return format_date(localtime(draft.updated_at), get_format("SHORT_DATETIME_FORMAT"))
