"""What the rest of the site knows of links between articles, and of the files beside them."""

from django.utils.translation import gettext_lazy as _

from intranet.contributions.registry import registry
from intranet.contributions.worker import Periodic
from intranet.ui.places import add_menu_entry
from knowledge.linking import ahead, files, parts, reading
from knowledge.linking.models import Citation

VERBS = {
    "article.file_attached": _("attached a file to an article"),
    "article.file_removed": _("removed a file from an article"),
    "article.file_read": _("read the words of a file attached to an article"),
}
LOOK_EVERY = 300.0


def register() -> None:
    registry.handle_batch(reading.of_activities)
    registry.provide("knowledge.citing", citing)
    registry.provide("article.parts", parts.cited_by)
    registry.provide("article.parts", parts.written_since)
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    registry.provide("article.select", parts.selected)
    registry.provide("article.near", parts.near)
    registry.provide("article.files", files.keys_of)
    registry.provide("article.attach", files.attach_stored)
    registry.provide("article.attachments", files.text_of)
    registry.provide("article.parts", parts.attached)
    registry.provide("editor.parts", parts.files_in_editor)
    registry.provide("editor.received", ahead.received)
    registry.provide("periodic", lambda: Periodic("attached-files", LOOK_EVERY, files.read_waiting))
    registry.provide("space.tabs", parts.care_tab)
    registry.provide("periodic", lambda: Periodic("article-links", LOOK_EVERY, reading.read_missing))
    add_menu_entry("knowledge:linking:care", _("Care of the knowledge base"), "link", "knowledge.manage_knowledge")


def citing(kind: str, pk: int) -> list[int]:
    """Answer ``knowledge.citing``: the articles whose published text links to this object."""
    cited = Citation.objects.to(kind, pk).filter(state=Citation.State.FOUND)
    return list(cited.values_list("article_id", flat=True).distinct())
