"""The draft of an idea, as the form of ideas uses it."""

import re
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from ideas.living.models import Draft
from ideas.living.models.draft import NAMES
from ideas.parts import FormPart

if TYPE_CHECKING:
    from ideas.models import Campaign, Idea
    from intranet.accounts.models import User


def form_part(user: "User", campaign: "Campaign", idea: "Idea | None", key: str) -> list[FormPart]:
    """Answer ``ideas.form_parts``: the unsent text, put into the form, and what keeps the text from now on."""
    draft = Draft.objects.filter(person=user, key=key).first()
    keep = (
        reverse("ideas:living:keep", args=[idea.pk]) if idea else reverse("ideas:living:keep_new", args=[campaign.slug])
    )
    own = [f"own_{told['key']}" for told in campaign.fields]
    context = {"draft": draft, "key": key, "number": draft.number if draft else 0, "keep_url": keep}
    context["fields"] = ",".join([*NAMES, *own])
    template = "ideas/living/_drafting.html"
    if draft is None:
        return [FormPart(template, context)]
    return [FormPart(template, context, initial_of(draft), draft.number, draft.updated_at)]


def initial_of(draft: Draft) -> dict[str, Any]:
    """Return what an unsent text fills into the form again."""
    initial: dict[str, Any] = dict(draft.fields)
    initial["departments"] = [int(pk) for pk in re.findall(r"\d{1,9}", initial.get("departments", ""), re.ASCII)]
    return initial


def saved(user: "User", key: str) -> None:
    """Answer ``ideas.saved``: what ``user`` wrote under ``key`` is an idea now; nothing has to keep it any more."""
    Draft.objects.saved(user, key)
