"""What the editor and the list of drafts show of unsaved texts and of who else edits."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Revision

from knowledge.drafting.models import FIELDS, Draft, Editing
from knowledge.parts import EditorPart

if TYPE_CHECKING:
    from intranet.accounts.models import User
    from knowledge.models import ArticlePage

SHOWN = 100


@dataclass(frozen=True)
class Unsaved:
    """A line of the list of drafts: a text that its writer has not saved."""

    pk: int
    key: str
    title: str
    url: str
    at: datetime
    device: str
    is_gone: bool


def editor_parts(user: "User", article: "ArticlePage | None", key: str) -> list[EditorPart]:
    """Answer ``editor.parts``: the unsaved text, put into the form; who else edits; and what keeps the text from now on."""
    draft = Draft.objects.filter(person=user, key=key).first()
    context: dict[str, Any] = {
        "draft": draft,
        "key": key,
        "number": draft.number if draft else 0,
        "keep_url": reverse("knowledge:keep", args=[article.pk]) if article else reverse("knowledge:keep_new"),
        "others": others(article, user) if article else [],
        "newer": newer(article, draft.fields.get("base_revision", "")) if article and draft else None,
    }
    template = "knowledge/drafting/_editor.html"
    if draft is None:
        return [EditorPart(template, context)]
    return [EditorPart(template, context, initial_of(draft), number=draft.number, kept_at=draft.updated_at)]


def initial_of(draft: Draft) -> dict[str, Any]:
    initial = {name: draft.fields[name] for name in FIELDS if name in draft.fields}
    initial["is_major"] = bool(initial.get("is_major"))
    if not re.fullmatch(r"\d{1,18}", initial.get("space", "0"), re.ASCII):
        del initial["space"]
    return initial


def others(article: "ArticlePage", user: "User") -> list[Editing]:
    return list(Editing.objects.now(article).exclude(person=user)[:10])


def newer(article: "ArticlePage", base: str) -> Revision | None:
    """Return the version saved since the one that a text began from, if there is one."""
    if not base or base == str(article.latest_revision_id):
        return None
    return Revision.objects.select_related("user").defer("content").filter(pk=article.latest_revision_id).first()


def unsaved(user: "User") -> list[Unsaved]:
    """Answer ``knowledge.unsaved``: what ``user`` wrote and did not save, the latest first. Two queries."""
    from knowledge.models import ArticlePage

    drafts = list(Draft.objects.of(user).order_by("-updated_at", "-pk")[:SHOWN])
    there = ArticlePage.objects.editable_by(user).filter(pk__in=[d.article_id for d in drafts if d.article_id])
    titles = dict(there.values_list("pk", "title"))
    return [
        Unsaved(
            draft.pk,
            draft.key,
            draft.fields.get("title", "").strip() or titles.get(draft.article_id, "") or _("Without a title"),
            reverse("knowledge:unsaved", args=[draft.pk]),
            draft.updated_at,
            draft.device,
            is_gone=not draft.is_of_new_article and draft.article_id not in titles,
        )
        for draft in drafts
    ]
