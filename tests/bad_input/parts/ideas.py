from typing import Any

from ideas.models import Campaign
from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    idea = made.idea
    names = ("short", "support", "withdraw", "tally", "edit", "history", "decide")
    return {
        "ideas:campaign": {"slug": Campaign.objects.open_box().slug},
        "ideas:detail": {"pk": idea.pk, "slug": idea.slug},
        **{f"ideas:{name}": {"pk": idea.pk} for name in names},
    }


def forms(made: Made) -> list[Form]:
    said = {
        "title": "More bicycles",
        "problem": "<p>None</p>",
        "proposal": "<p>Some</p>",
        "benefit": "<p>Air</p>",
        "departments": [str(made.department.pk)],
        "tags": "air, health",
        "language": "en",
        "version": str(made.idea.version),
    }
    answer = {"status": "planned", "answer": "<p>Yes</p>", "expected": "0", "next": "/ideas/"}
    return [
        Form("ideas:submit", said, ("problem", "proposal", "benefit"), texts=("title",)),
        Form("ideas:edit", said, ("problem", "proposal", "benefit"), texts=("title",)),
        Form("ideas:decide", answer, ("answer",)),
        Form("ideas:support", {"next": "/ideas/"}),
        Form("ideas:withdraw", {"next": "/ideas/"}),
    ]
