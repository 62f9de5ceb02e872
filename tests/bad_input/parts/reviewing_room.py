from typing import Any

from django.utils import timezone

from ideas.reviewing_room import shortlisting
from ideas.reviewing_room.models import Measure
from tests.bad_input.site import Form, Made
from tests.factories.discussions import make_post
from tests.factories.ideas import make_idea
from tests.factories.reviewing_room import make_review

_kept: dict[str, Any] = {}


def values(made: Made) -> dict[str, dict[str, Any]]:
    idea = make_idea(made.reader)
    review = make_review(idea, by=made.author, evaluators=(made.author, made.reader))
    shortlisting.draw(review, by=made.author, rule="waiting", top=3)
    measure = Measure.objects.define(idea, by=made.author, label="Racks", unit="", target=20, at_least=True, months=12)
    measure.begin(timezone.now())
    _kept["idea"], _kept["criteria"] = idea, list(review.criteria.all())
    said = make_post(made.reader, idea.discussion)
    room = {"campaign": review.campaign.slug, "number": review.number}
    in_it = {**room, "idea": idea.pk}
    in_room = ("room", "prepare", "draw", "add", "criteria", "invite", "uninvite", "close", "pdf", "csv", "xlsx")
    in_idea = ("idea", "score", "decide", "argument", "measure", "forecast", "remove")
    return {
        "ideas_review:reviews": {"campaign": review.campaign.slug},
        "ideas_review:outcome": {"pk": measure.outcomes.all()[0].pk},
        "ideas_review:stance": {"pk": said.pk},
        **{f"ideas_review:{name}": room for name in in_room},
        **{f"ideas_review:{name}": in_it for name in in_idea},
    }


def forms(made: Made) -> list[Form]:
    idea = str(_kept["idea"].pk)
    scores = {f"c{criterion.pk}": "4" for criterion in _kept["criteria"]}
    grid = {
        "grid-TOTAL_FORMS": "1",
        "grid-INITIAL_FORMS": "0",
        "grid-0-label": "Worth",
        "grid-0-weight": "3",
        "grid-0-about": "What it brings",
        "grid-0-pk": "",
    }
    return [
        Form("ideas_review:reviews", {"title": "Spring"}, texts=("title",)),
        Form("ideas_review:draw", {"rule": "waiting", "top": "5", "minimum_breadth": "0"}),
        Form("ideas_review:add", {"idea": idea, "why": "Cheap"}, texts=("why",)),
        Form("ideas_review:criteria", grid, texts=("grid-0-label", "grid-0-about")),
        Form("ideas_review:invite", {"people": "@rosa"}),
        Form("ideas_review:uninvite", {"person": "rosa"}),
        Form("ideas_review:close", {}),
        Form("ideas_review:remove", {}),
        Form("ideas_review:score", {**scores, "comment": "Good", "version": "0", "order": "drawn"}, texts=("comment",)),
        Form(
            "ideas_review:decide",
            {"status": "planned", "answer": "<p>Yes</p>", "expected": "0", "order": "drawn"},
            rich=("answer",),
        ),
        Form("ideas_review:argument", {"side": "for", "post": ""}),
        Form(
            "ideas_review:measure",
            {"label": "Racks", "unit": "a day", "target": "20", "at_least": "1", "months": "12"},
            texts=("label",),
        ),
        Form("ideas_review:forecast", {"probability": "60", "low": "10", "expected": "20", "high": "30"}),
        Form("ideas_review:outcome", {"value": "25,5", "note": "Rain"}, texts=("note",)),
        Form("ideas_review:stance", {"side": "for"}),
    ]
