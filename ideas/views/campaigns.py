from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ideas import policies
from ideas.campaigning.calendar import agenda_for, calendar_file
from ideas.campaigning.listing import campaigns_for
from ideas.campaigning.page import campaign_head
from ideas.models import Act, Campaign, Rulebook
from ideas.why_not import why_not


@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every campaign that one may see: running, coming, past; those being prepared for who manages them."""
    context = {"campaigns": campaigns_for(request.user), "can_manage": policies.can_manage_campaigns(request.user)}
    return render(request, "ideas/campaigns/list.html", context)


@require_GET
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """Why there is this campaign, its rules in words, who is behind it and who takes part."""
    return _page(request, slug, "about")


@require_GET
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Its phases with their hours, as the reader's clock shows them and as the campaign's does."""
    return _page(request, slug, "calendar")


@require_GET
def calendar_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for a calendar program."""
    campaign = seen(request, slug)
    return _ics(request, [campaign], name=str(campaign), filename=campaign.slug)


@require_GET
def all_calendar(request: HttpRequest) -> HttpResponse:
    """The phases of all campaigns by month: what is open, what comes; ``?past``: what is over."""
    past = "past" in request.GET
    context = {"agenda": agenda_for(request.user, past=past), "past": past}
    return render(request, "ideas/campaigns/agenda.html", context)


@require_GET
def all_ics(request: HttpRequest) -> HttpResponse:
    """The same for a calendar program: of what is published."""
    campaigns = Campaign.objects.visible_to(request.user).published().prefetch_related("phases").order_by("pk")
    return _ics(request, campaigns, name=_("Campaigns"), filename="campaigns")


def _ics(request: HttpRequest, campaigns: Iterable[Campaign], *, name: str, filename: str) -> HttpResponse:
    def address(campaign: Campaign) -> str:
        return request.build_absolute_uri(campaign.get_absolute_url())

    file = calendar_file(campaigns, name=name, address=address)
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    return response


@require_GET
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules of the vote in force, how to check that nobody changed them, and all those before with the reason why."""
    campaign = seen(request, slug)
    rulebooks = list(campaign.rulebooks.select_related("opened_by", "closed_by").order_by("-number"))
    context = {
        "rulebooks": rulebooks,
        "in_force": next((rulebook for rulebook in rulebooks if rulebook.pk == campaign.rulebook_id), None),
        "planned": campaign.visible_rules(),
        "why_closed": why_not(Act.SUPPORT, campaign),
        "may_reopen": campaign.may_reopen(),
    }
    return _page(request, slug, "rules", campaign=campaign, **context)


@require_GET
def rulebook(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One rulebook as it was hashed, byte for byte."""
    found = Rulebook.objects.filter(campaign=seen(request, slug), number=number).first()
    if found is None:
        raise Http404
    response = HttpResponse(found.canonical.encode(), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-rules-{number}.json"'
    return response


def seen(request: HttpRequest, slug: str) -> Campaign:
    found: Campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("sponsor"), slug=slug)
    return found


def _page(request: HttpRequest, slug: str, name: str, campaign: Campaign | None = None, **more: Any) -> HttpResponse:
    campaign = campaign or seen(request, slug)
    context = campaign_head(campaign, request.user, current=name) | more
    return render(request, f"ideas/campaigns/{name}.html", context)
