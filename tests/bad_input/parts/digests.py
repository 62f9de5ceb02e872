from typing import Any

from ideas.digests.stopping import token_of
from ideas.models import Campaign
from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    box = Campaign.objects.open_box()
    return {"ideas:digests:choose": {"slug": box.slug}, "ideas:digests:stop": {"token": token_of(made.reader, box)}}


def forms(made: Made) -> list[Form]:
    return [
        Form("ideas:digests:choose", {"every": "week"}),
        Form("ideas:digests:stop", {"List-Unsubscribe": "One-Click"}),
    ]
