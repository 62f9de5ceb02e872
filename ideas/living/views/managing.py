from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideas.living.fields import OwnFieldForm, drop_field, move_field, save_field
from ideas.living.views.common import allow
from ideas.models import Campaign
from ideas.own_fields import FieldKind, in_words
from ideas.policies import can_manage_campaigns
from intranet.core.forms import carried_out


@require_http_methods(["GET", "POST"])
def fields(request: HttpRequest, slug: str) -> HttpResponse:
    """The fields that a campaign adds to the form of its ideas: add, change, order, stop asking."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    allow(can_manage_campaigns(request.user))
    key = (request.POST if request.method == "POST" else request.GET).get("key", "")
    told = next((field for field in campaign.fields if field["key"] == key), None)
    if request.method == "POST" and (act := request.POST.get("act", "")) in ("drop", "up", "down"):
        return _act(request, campaign, key, act)
    form = OwnFieldForm(request.POST) if request.method == "POST" else OwnFieldForm.of(told) if told else OwnFieldForm()
    if carried_out(form, lambda: save_field(campaign, form.definition, key=key if told else "", by=request.user)):
        messages.success(request, _("Whoever writes an idea for this campaign is asked it from now on."))
        return redirect("ideas:living:fields", slug=slug)
    kinds = dict(FieldKind.choices)
    rows = [
        {**field, "name": in_words(field["label"]), "kind_label": kinds.get(field["kind"], "")}
        for field in campaign.fields
    ]
    context = {"campaign": campaign, "form": form, "rows": rows, "key": key if told else ""}
    return render(request, "ideas/living/fields.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, campaign: Campaign, key: str, act: str) -> HttpResponse:
    if act == "drop":
        drop_field(campaign, key, by=request.user)
        messages.success(request, _("It is not asked any more. What was answered stays on the ideas."))
    else:
        move_field(campaign, key, up=act == "up", by=request.user)
    return redirect("ideas:living:fields", slug=campaign.slug)
