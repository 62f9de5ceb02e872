"""Choosing a template where an article begins."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from knowledge.models import SpacePage
from knowledge.parts import EditorPart
from knowledge.templating.models import ArticleTemplate, can_edit_templates

if TYPE_CHECKING:
    from intranet.accounts.models import User

MOST = 40


def cards(user: "User", space: SpacePage | None, asked: Mapping[str, str]) -> list[EditorPart]:
    """Answer ``editor.beginnings``: the templates to choose from, as links; ``?template=`` puts one into the form.

    Those in the language of the space (of the reader, when none is chosen) stand first. One query.
    """
    language = space.language if space else user.language
    offered = ArticleTemplate.objects.offered_in(space).visible_to(user)
    rows = sorted(offered[:MOST], key=lambda row: (row.language != language, row.space_id is None, row.pk))
    chosen = next((row for row in rows if str(row.pk) == asked.get("template")), None)
    kept = {name: asked[name] for name in ("space", "title") if asked.get(name)}
    choices = [(row, "?" + urlencode({**kept, "template": row.pk})) for row in rows]
    context: dict[str, Any] = {
        "choices": [pair for pair in choices if pair[0].language == language],
        "others": [pair for pair in choices if pair[0].language != language],
        "chosen": chosen,
        "blank": "?" + urlencode(kept),
        "space": space,
        "can_edit": can_edit_templates(user, space),
    }
    initial = {"body": chosen.body, "language": chosen.language} if chosen else {}
    return [EditorPart("knowledge/templating/_cards.html", context, initial, order=1)]
