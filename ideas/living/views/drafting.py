from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ideas import policies
from ideas.living.models import Draft
from ideas.models import Campaign, Idea
from intranet.contributions.keeping import NotKept, keep_sent, nameless, signed_out

SHOWN = 100


@login_not_required
@require_POST
def keep_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the text of an idea that is not submitted yet. JSON, a 401 for an ended session included.

    A campaign that closed meanwhile does not take the text away: it goes on being kept.
    """
    if not request.user.is_authenticated:
        return signed_out()
    campaign = Campaign.objects.visible_to(request.user).filter(slug=slug).first()
    key = f"idea:new:{slug[:80]}"
    if campaign is None and not Draft.objects.filter(person=request.user, key=key).exists():
        return nameless(status=404)
    return _keep(request, key, campaign, None)


@login_not_required
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what an author changes in an idea and has not published. JSON, a 401 for an ended session included."""
    if not request.user.is_authenticated:
        return signed_out()
    key = f"idea:{pk}"
    idea = Idea.objects.visible_to(request.user).select_related("campaign").filter(pk=pk).first()
    known = Draft.objects.filter(person=request.user, key=key).exists()
    if not known and (idea is None or not idea.is_by(request.user)):
        return JsonResponse({"error": _("The idea is not there any more, or you may no longer edit it.")}, status=404)
    return _keep(request, key, idea.campaign if idea else None, idea)


def _keep(request: HttpRequest, key: str, campaign: Campaign | None, idea: Idea | None) -> HttpResponse:
    try:
        draft = keep_sent(request, Draft, key=key, campaign=campaign, idea=idea)
    except NotKept as refusal:
        return refusal.answer
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
