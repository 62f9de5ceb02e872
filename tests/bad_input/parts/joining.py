from typing import Any

from ideas.joining import proposing
from tests.bad_input.site import Form, Made
from tests.factories.ideas import make_idea
from tests.factories.people import make_user


def values(made: Made) -> dict[str, dict[str, Any]]:
    asked = proposing.propose_merge(make_idea(made.author), make_idea(made.reader), by=make_user(), why="The same")
    done = proposing.propose_merge(make_idea(made.author), make_idea(made.author), by=made.author, why="The same")
    idea = make_idea()
    return {
        **{f"ideas:joining:{name}": {"pk": asked.pk} for name in ("joining", "answer", "take_back")},
        **{f"ideas:joining:{name}": {"pk": done.pk} for name in ("undo", "choose")},
        **{f"ideas:joining:{name}": {"pk": idea.pk} for name in ("merge", "split")},
    }


def forms(made: Made) -> list[Form]:
    other = make_idea()
    return [
        Form(
            "ideas:joining:merge",
            {"address": str(other.pk), "direction": "into_other", "why": "The same"},
            texts=("why",),
        ),
        Form(
            "ideas:joining:split",
            {
                "why": "Two things",
                "part0-title": "The first thing",
                "part0-proposal": "<p>One</p>",
                "part1-title": "The second thing",
                "part1-proposal": "<p>Two</p>",
            },
            texts=("why",),
        ),
        Form("ideas:joining:answer", {"answer": "decline", "word": "No"}, texts=("word",)),
        Form("ideas:joining:take_back", {}),
        Form("ideas:joining:undo", {"why": "No"}, texts=("why",)),
        Form("ideas:joining:choose", {"answer": "kept", "part": "1"}),
    ]
