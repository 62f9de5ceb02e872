"""Suggested edits, translations, templates."""

from typing import Any

from knowledge.suggestions.models import Suggestion
from knowledge.templating.models import ArticleTemplate
from knowledge.translations.models import Pairing
from tests.bad_input.site import Form, Made
from tests.factories.knowledge import make_article

TEXT = {"title": "A title", "summary": "Short", "body": "<p>Words of mine</p>", "tags": "one, two", "language": "en"}


def values(made: Made) -> dict[str, dict[str, Any]]:
    proposed = {**TEXT, "tags": ["one"]}
    article = made.article
    suggestion = Suggestion.objects.propose(article, by=made.reader, base_revision=1, word="Why", **proposed)
    one, other = make_article("One", language="en"), make_article("Un", language="fr")
    Pairing.objects.pair(one, other, by=None)
    template = ArticleTemplate.objects.create(title="T", body="<p>x</p>", language="en", space=made.space)
    return {
        **{f"suggestions:{name}": {"pk": article.pk} for name in ("of_article", "suggest")},
        **{
            f"suggestions:{name}": {"pk": suggestion.pk}
            for name in ("suggestion", "accept", "amend", "decline", "withdraw")
        },
        **{f"translations:{name}": {"pk": one.pk} for name in ("pair", "start", "confirm", "separate")},
        **{f"templating:{name}": {"pk": made.space.pk} for name in ("of_space", "new")},
        **{f"templating:{name}": {"pk": template.pk} for name in ("edit", "remove")},
    }


def forms(made: Made) -> list[Form]:
    begun = str(made.article.latest_revision_id)
    template = {"title": "Incident", "description": "x", "kind": "other", "language": "en", "body": "<h2>What</h2>"}
    texts = ("title", "summary")
    return [
        Form("suggestions:suggest", {**TEXT, "word": "Why", "base_revision": begun}, ("body",), texts=(*texts, "word")),
        Form("suggestions:accept", {"answer": "Yes"}, texts=("answer",)),
        Form("suggestions:amend", {**TEXT, "answer": "Yes", "base_revision": begun}, ("body",), texts=texts),
        Form("suggestions:decline", {"answer": "No"}, texts=("answer",)),
        Form("suggestions:withdraw", {}),
        Form("translations:pair", {"other": "Un"}, texts=("other",)),
        Form("translations:start", {}),
        Form("translations:confirm", {"revision": begun}),
        Form("translations:separate", {}),
        Form("templating:new_for_all", template, ("body",), texts=("title", "description")),
        Form("templating:new", template, ("body",), texts=("title", "description")),
        Form("templating:edit", template, ("body",), texts=("title", "description")),
        Form("templating:remove", {}),
    ]
