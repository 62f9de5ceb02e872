import json
from typing import Any

from knowledge.drafting.models import Draft
from tests.bad_input.site import Form, Made

_OF_ARTICLE = ("edit", "publish", "unpublish", "move", "history", "compare", "keep", "keep_answers")


def values(made: Made) -> dict[str, dict[str, Any]]:
    article = made.article
    kept = {"title": "Unsaved", "body": "x"}
    unsaved = Draft.objects.create(
        person=made.author, article=article, key=f"article:{article.pk}", tab="t", fields=kept
    )
    version = {"pk": article.pk, "revision": article.latest_revision_id}
    return {
        "knowledge:tag": {"slug": article.tags.get().slug},
        "knowledge:edit_space": {"pk": made.space.pk},
        "knowledge:page": {"path": article.get_absolute_url().removeprefix("/knowledge/")},
        "knowledge:version": version,
        "knowledge:restore": version,
        **{f"knowledge:{name}": {"pk": article.pk} for name in _OF_ARTICLE},
        **{f"knowledge:{name}": {"pk": unsaved.pk} for name in ("unsaved", "compare_unsaved", "discard")},
    }


def forms(made: Made) -> list[Form]:
    latest, space = str(made.article.latest_revision_id), str(made.space.pk)
    written = {
        "title": "A good title",
        "summary": "Short",
        "body": "<p>Words</p>",
        "tags": "one, two",
        "language": "en",
    }
    saved = {**written, "publish": "1"}
    brought_together = {"current": latest, "kept": json.dumps(written), "choice-0": "own", "own-0": "<p>x</p>"}
    given = {"answers": '{"000000000000000000000000": {"choice": "mine", "own": ""}}'}
    kept = {**written, "tab": "t", "number": "0"}
    in_space = {"parent": "", "language": "en", "article_order": "title"}
    new_space = {"title": "New space", "description": "For all", "departments": [str(made.department.pk)]}
    newer_space = {"title": "Newer space", "description": "", "departments": []}
    return [
        Form("knowledge:new", {**saved, "space": space}, ("body",), texts=("title", "summary")),
        Form("knowledge:edit", {**saved, "base_revision": latest}, ("body",), texts=("title", "summary")),
        Form("knowledge:edit", brought_together, ("own-0",)),
        Form("knowledge:keep", kept),
        Form("knowledge:keep_answers", given),
        Form("knowledge:keep_new", {**kept, "key": "article:new"}),
        Form("knowledge:discard", {"back": "1"}),
        Form("knowledge:move", {"space": space, "slug": "elsewhere"}),
        Form("knowledge:restore", {"base_revision": latest}),
        Form("knowledge:new_space", {**new_space, **in_space}, texts=("title", "description")),
        Form("knowledge:edit_space", {**newer_space, **in_space}, texts=("title", "description")),
    ]
