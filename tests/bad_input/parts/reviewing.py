from typing import Any

from tests.bad_input.site import Form, Made
from tests.factories.knowledge import make_article, make_space


def values(made: Made) -> dict[str, dict[str, Any]]:
    article = make_article("Under review", space=make_space("Reviewed", publishing="review"), by=made.reader)
    return {f"reviewing:{name}": {"pk": article.pk} for name in ("review", "withdraw")}


def forms(made: Made) -> list[Form]:
    return [
        Form("reviewing:review", {"decision": "changes", "word": "Say why", "base_revision": "1"}, texts=("word",)),
        Form("reviewing:withdraw", {}),
    ]
