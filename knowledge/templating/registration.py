"""What the rest of the site knows of templates."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.contributions.registry import registry
from knowledge.models import SpacePage
from knowledge.templating.beginning import cards
from knowledge.templating.models import ArticleTemplate, can_edit_templates

if TYPE_CHECKING:
    from intranet.accounts.models import User

VERBS = {
    "template.made": _("made a template for articles"),
    "template.changed": _("changed a template for articles"),
    "template.removed": _("removed a template for articles"),
}


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    registry.provide("editor.beginnings", cards)
    registry.provide("space.tabs", of_stewards)
    registry.provide("space.readdressed", follow_space)


def of_stewards(space: SpacePage, user: "User") -> list[dict[str, str]]:
    """Answer ``space.tabs``: the templates of the space, for who may change them."""
    if not can_edit_templates(user, space):
        return []
    url = reverse("templating:of_space", args=[space.pk])
    return [{"url": url, "label": gettext("Templates"), "icon": "file-plus"}]


def follow_space(space: SpacePage) -> None:
    """Answer ``space.readdressed``: the pictures of its templates are for whoever sees the space."""
    for template in ArticleTemplate.objects.filter(space=space):
        template.space = space
        template.follow_readers()
