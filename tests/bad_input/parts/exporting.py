from typing import Any

from knowledge.exporting.models import Export
from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    export = Export.objects.ask(made.article.space, format="zip", by=made.author)
    return {
        "knowledge:exporting:space": {"pk": made.article.space.pk},
        "knowledge:exporting:bring": {"pk": made.article.space.pk},
        "knowledge:exporting:article": {"pk": made.article.pk},
        "knowledge:exporting:download": {"pk": export.pk},
    }


def forms(made: Made) -> list[Form]:
    return [Form("knowledge:exporting:space", {"format": "zip"}), Form("knowledge:exporting:article", {})]
