from typing import Any

from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    return {"knowledge:linking:cited_by": {"pk": made.article.pk}}


def forms(made: Made) -> list[Form]:
    return []
