from typing import Any

from intranet.search.tuning_forms import WeightsForm
from tests.bad_input.site import Form, Made
from tests.factories.search import make_bet, make_synonyms


def values(made: Made) -> dict[str, dict[str, Any]]:
    group, bet = make_synonyms("pay", "salary"), make_bet(made.thread, "lunch")
    kind = {"kind": "thread", "pk": made.other_thread.pk}
    return {
        **{f"search:{name}": kind for name in ("like", "new_bet")},
        **{f"search:{name}": {"pk": group.pk} for name in ("synonyms", "remove_synonyms")},
        **{f"search:{name}": {"pk": bet.pk} for name in ("bet", "remove_bet")},
    }


def forms(made: Made) -> list[Form]:
    bet = {"patterns": "lunch", "note": "Here", "starts": "", "ends": ""}
    any_words, leading = {"leads_to": "", "language": ""}, {"leads_to": "salary", "language": "en"}
    return [
        Form("search:new_synonyms", {"expressions": "pay, salary", **any_words}, texts=("expressions",)),
        Form("search:synonyms", {"expressions": "pay", **leading}, texts=("leads_to",)),
        Form("search:remove_synonyms", {}),
        Form("search:new_bet", bet, texts=("patterns", "note")),
        Form("search:bet", bet, texts=("patterns",)),
        Form("search:remove_bet", {}),
        Form("search:weights", dict.fromkeys(WeightsForm().fields, "1.5")),
    ]
