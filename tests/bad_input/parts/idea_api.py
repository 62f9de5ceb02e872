from typing import Any

from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    return {
        **{f"api:api_v1:{name}": {"pk": made.idea.pk} for name in ("idea", "change_idea", "support", "withdraw")},
        **{
            f"api:api_v1:{name}": {"slug": "open-box"}
            for name in ("campaign", "rulebooks", "ballot", "fill_in", "result")
        },
    }


def forms(made: Made) -> list[Form]:
    return []
