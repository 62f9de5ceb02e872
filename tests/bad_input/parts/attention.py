from typing import Any

from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    return {"ideas:attention:impressions": {}}


def forms(made: Made) -> list[Form]:
    return [Form("ideas:attention:impressions", {"ideas": "1"})]
