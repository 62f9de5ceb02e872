"""Amendments of the charter."""

from typing import Any

from ideas.amending.actions import propose
from ideas.amending.clauses import clause_now
from ideas.amending.models import Amendment
from intranet.contributions.registry import registry
from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    key = next(iter(registry.ask("citable.clauses")))[0][0]
    clause = clause_now(key)
    assert clause is not None
    words = {**clause.words, "title_en": "Title", "body_en": "<p>Other words.</p>"}
    idea = propose(clause, by=made.author, title="Other words", why="<p>So.</p>", language="en", words=words)
    return {"ideas:amending:propose": {"key": key}, "ideas:amending:change": {"pk": idea.pk}}


def forms(made: Made) -> list[Form]:
    changed = Amendment.objects.get().idea
    sent = {
        "title": "Other words",
        "why": "<p>So</p>",
        "title_en": "Title",
        "body_en": "<p>Quite other words</p>",
        "language": "en",
    }
    rich = ("why", "body_en")
    return [
        Form("ideas:amending:propose", sent, rich, texts=("title", "title_en")),
        Form("ideas:amending:change", {**sent, "version": str(changed.version)}, rich, texts=("title", "title_en")),
    ]
