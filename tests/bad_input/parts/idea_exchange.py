from typing import Any

from ideas.exchange.models import PendingImport
from ideas.models import Campaign
from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    pending = PendingImport.objects.create(
        by=made.author, campaign=Campaign.objects.open_box(), name="a.csv", language="fr", text="title;body\nA;b\n"
    )
    return {
        "ideas:exchange:export": {},
        "ideas:exchange:import": {},
        "ideas:exchange:mapping": {"pk": pending.pk},
    }


def forms(made: Made) -> list[Form]:
    return [
        Form("ideas:exchange:export", {"campaign": "open-box", "format": "csv", "names": ""}),
        Form("ideas:exchange:import", {"campaign": "open-box", "language": "fr"}),
        Form("ideas:exchange:mapping", {"title": "0", "proposal": "1", "do": "look"}),
    ]
