from typing import Any

from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    number = made.charter.number
    return {
        "charter:clause": {"anchor": made.charter.clauses[0]["anchor"]},
        "charter:version": {"number": number},
        "charter:logo": {"number": number},
        "charter:changes": {"older": number - 1, "newer": number},
    }


def forms(made: Made) -> list[Form]:
    return [Form("charter:acknowledge", {"version": str(made.charter.number)})]
