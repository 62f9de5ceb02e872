"""What the rest of the site knows of templates."""

from django.utils.translation import gettext_lazy as _

from intranet.contributions.registry import registry
from knowledge.models import SpacePage
from knowledge.templating.beginning import cards
from knowledge.templating.models import ArticleTemplate

VERBS = {
    "template.made": _("made a template for articles"),
    "template.changed": _("changed a template for articles"),
    "template.removed": _("removed a template for articles"),
}


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    registry.provide("editor.beginnings", cards)
    registry.provide("space.readdressed", follow_space)


def follow_space(space: SpacePage) -> None:
    """Answer ``space.readdressed``: the pictures of its templates are for whoever sees the space."""
    for template in ArticleTemplate.objects.filter(space=space):
        template.space = space
        template.follow_readers()
