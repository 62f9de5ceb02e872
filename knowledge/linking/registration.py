"""What the rest of the site knows of links between articles, and of the files beside them."""

from django.utils.translation import gettext_lazy as _

from intranet.contributions.registry import registry
from intranet.contributions.worker import Periodic
from intranet.ui.places import add_menu_entry
from knowledge.linking import parts, reading
from knowledge.linking.models import Citation

LOOK_EVERY = 300.0


def register() -> None:
    registry.handle_batch(reading.of_activities)
    registry.provide("knowledge.citing", citing)
    registry.provide("article.parts", parts.cited_by)
    registry.provide("article.parts", parts.written_since)
    registry.provide("space.tabs", parts.care_tab)
    registry.provide("periodic", lambda: Periodic("article-links", LOOK_EVERY, reading.read_missing))
    add_menu_entry("knowledge:linking:care", _("Care of the knowledge base"), "link", "knowledge.manage_knowledge")


def citing(kind: str, pk: int) -> list[int]:
    """Answer ``knowledge.citing``: the articles whose published text links to this object."""
    cited = Citation.objects.to(kind, pk).filter(state=Citation.State.FOUND)
    return list(cited.values_list("article_id", flat=True).distinct())
