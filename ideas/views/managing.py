from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas import policies
from ideas.campaigning.forms import BoxForm, CampaignForm, RulesForm, WordForm
from ideas.campaigning.phases import phases_form
from ideas.errors import ChangedMeanwhile, Refused
from ideas.models import Campaign
from ideas.views.campaigns import seen
from intranet.core.forms import carried_out


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a campaign: nobody else sees it until it is published."""
    _refuse_others(request)
    if request.method == "GET":
        return _form_page(request, CampaignForm.empty(request.user))
    form = CampaignForm(request.POST, request.FILES, by=request.user)
    if not form.is_valid():
        return _form_page(request, form)
    campaign = Campaign.prepare(by=request.user, **form.said)
    messages.success(
        request, _("Saved. Say now when what is open; nobody else sees the campaign until you publish it.")
    )
    return redirect("ideas:campaign_phases", campaign.slug)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a campaign says, the open box too. Refused, the form comes back with all that was typed."""
    campaign = _managed(request, slug, box=True)
    kind = BoxForm if campaign.is_open_box else CampaignForm
    if request.method == "GET":
        return _form_page(request, kind.of(campaign, request.user), campaign)
    form = kind(request.POST, request.FILES, by=request.user)
    if form.is_valid():
        try:
            campaign.change(by=request.user, version=form.cleaned_data["version"] or 0, **form.said)
        except ChangedMeanwhile as refusal:
            form.data = form.data.copy()
            form.data["version"] = str(Campaign.objects.get(pk=campaign.pk).version)
            form.add_error(None, refusal)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect(campaign)
    return _form_page(request, form, campaign)


@require_http_methods(["GET", "POST"])
def phases(request: HttpRequest, slug: str) -> HttpResponse:
    """When what is open, in the hours of the campaign's own place."""
    campaign = _managed(request, slug)
    form = phases_form(campaign, request.POST if request.method == "POST" else None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            campaign.set_phases(by=request.user, phases=form.planned)
        except Refused as refusal:
            refused = refusal.messages[0]
        else:
            messages.success(request, _("The phases are saved. Each opens and closes by itself, at its hour."))
            return redirect("ideas:campaign_calendar", campaign.slug)
    context = {"campaign": campaign, "formset": form, "refused": refused, "now": "phases"}
    status = 422 if request.method == "POST" else 200
    return render(request, "ideas/campaigns/phases.html", context, status=status)


@require_http_methods(["GET", "POST"])
def voting(request: HttpRequest, slug: str) -> HttpResponse:
    """How one votes, until the vote opens; then it is frozen."""
    campaign = _managed(request, slug)
    form = RulesForm(request.POST, campaign=campaign) if request.method == "POST" else RulesForm.of(campaign)
    if carried_out(
        form, lambda: campaign.set_rules(by=request.user, method=form.cleaned_data["method"], settings=form.settings)
    ):
        messages.success(request, _("The rules are saved. They are frozen when the vote opens."))
        return redirect("ideas:campaign_rules", campaign.slug)
    context = {
        "campaign": campaign,
        "form": form,
        "is_open": campaign.rulebook_id is not None,
        "can_open": campaign.may_reopen(),
        "now": "voting",
    }
    return render(request, "ideas/campaigns/voting.html", context, status=422 if form.errors else 200)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = _managed(request, slug)
    if not campaign.schedule:
        messages.error(request, _("Say first when what is open: a campaign is published with its phases."))
        return redirect("ideas:campaign_phases", slug)
    campaign.publish(by=request.user)
    messages.success(request, _("Published. Its phases open and close by themselves."))
    return redirect(campaign)


@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop the vote before its hour, with a public word; its rules can be changed then."""
    campaign = _managed(request, slug)
    if campaign.rulebook_id is None:
        messages.info(request, _("There is no vote to stop."))
        return redirect("ideas:campaign_rules", slug)
    return _with_a_word(request, campaign, "stop", lambda why: campaign.close_voting(by=request.user, why=why))


@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the vote after it was stopped, or waited for its shortlist, under rules frozen now."""
    campaign = _managed(request, slug)
    if not campaign.may_reopen():
        messages.error(request, _("The vote cannot be opened now: its phases say when it is."))
        return redirect("ideas:campaign_rules", slug)
    try:
        rulebook = campaign.open_voting(by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        first = rulebook is not None and rulebook.number == 1
        again = _("The vote is open again, under new rules that everyone can read.")
        messages.success(request, _("The vote is open, under rules that everyone can read.") if first else again)
    return redirect("ideas:campaign_rules", slug)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """End a campaign for good, with a public word."""
    campaign = _managed(request, slug)
    if campaign.published_at is None or campaign.ended_at is not None:
        messages.info(request, _("There is nothing to end."))
        return redirect(campaign)
    return _with_a_word(request, campaign, "end", lambda why: campaign.end(by=request.user, why=why))


def _with_a_word(request: HttpRequest, campaign: Campaign, what: str, verb: Any) -> HttpResponse:
    form = WordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        verb(form.cleaned_data["why"])
        messages.success(request, _("Done. Your word is public."))
        return redirect("ideas:campaign_rules" if what == "stop" else "ideas:campaign", campaign.slug)
    context = {"campaign": campaign, "form": form, "what": what}
    return render(request, "ideas/campaigns/word.html", context, status=422 if form.errors else 200)


def _refuse_others(request: HttpRequest) -> None:
    if not policies.can_manage_campaigns(request.user):
        raise PermissionDenied


def _managed(request: HttpRequest, slug: str, *, box: bool = False) -> Campaign:
    """Return the campaign, for who manages it. The open box has no phases and no vote: only ``box`` takes it."""
    campaign = seen(request, slug)
    _refuse_others(request)
    if campaign.is_open_box and not box:
        raise PermissionDenied
    return campaign


def _form_page(request: HttpRequest, form: CampaignForm, campaign: Campaign | None = None) -> HttpResponse:
    context = {
        "form": form,
        "campaign": campaign,
        "image": form.known_image(str(form["image"].value() or "")),  # what was sent may be no key at all
        "draft_key": f"campaign-{campaign.pk}-{campaign.version}" if campaign else "campaign-new",
        "now": "edit",
    }
    return render(request, "ideas/campaigns/form.html", context, status=422 if form.errors else 200)
