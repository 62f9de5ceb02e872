from typing import Any

from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    return {"ideas:sharing:card": {"pk": made.idea.pk}}


def forms(made: Made) -> list[Form]:
    return []
