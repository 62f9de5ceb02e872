from typing import Any

from tests.bad_input.site import Form, Made
from tests.factories.opinions import make_map, make_statement


def values(made: Made) -> dict[str, dict[str, Any]]:
    opened = make_map()
    statement = make_statement(opened)
    return {
        **{
            f"ideas:opinions:{name}": {"slug": opened.campaign.slug}
            for name in ("map", "mine", "similar", "add", "begin", "close")
        },
        **{f"ideas:opinions:{name}": {"pk": statement.pk} for name in ("statement", "vote")},
    }


def forms(made: Made) -> list[Form]:
    return [
        Form("ideas:opinions:add", {"text": "Begin on time", "language": "en", "seen": "1"}, texts=("text",)),
        Form("ideas:opinions:vote", {"value": "agree"}),
        Form("ideas:opinions:begin", {"question": "What would help?"}, texts=("question",)),
        Form("ideas:opinions:close", {}),
    ]
