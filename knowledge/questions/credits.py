"""Where an article shows whose words it is made of, and a discussion which article it became."""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.accounts.reader import Reader
from intranet.contributions.tools import Tool
from intranet.core.compiled import Compiled
from intranet.discussions.models import Discussion
from knowledge.models import ArticlePage
from knowledge.questions.models import Credit, Harvest, Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from intranet.accounts.models import User
    from knowledge.parts import ArticlePart


def _with_source(reader: Any, article: int) -> "QuerySet[Credit, Any]":
    source = Harvest.objects.filter(article=OuterRef("article"))
    asked = source.filter(question__in=Question.objects.visible_to(reader).values("pk"))
    said = source.filter(discussion__in=Discussion.objects.visible_to(reader).values("pk"))
    found = Credit.objects.filter(article=article).select_related("person__department")
    return found.annotate(
        question_id=Subquery(asked.values("question")), discussion_id=Subquery(said.values("discussion"))
    )


_credits_of = Compiled(_with_source)


def annotated(reader: Any) -> dict[str, Any]:
    """Answer ``article.annotated``: whether anybody is credited, which few articles have."""
    return {"has_credits": Exists(Credit.objects.filter(article=OuterRef("pk")))}


def in_article(article: ArticlePage, user: "User") -> "Iterator[tuple[str, ArticlePart]]":
    """Answer ``article.parts``: the credits, with a link to where they come from if ``user`` may see it; one query, if there are any."""
    from knowledge.parts import ArticlePart

    credits = _credits_of(Reader.of(user), article.pk) if getattr(article, "has_credits", True) else []
    if credits:
        yield (
            "foot",
            ArticlePart("knowledge/questions/_credits.html", {"credits": credits, "source": _source(credits)}, 20),
        )


def _source(credits: list[Any]) -> str:
    first = credits[0]
    if first.question_id:
        return reverse("knowledge:questions:short", args=[first.question_id])
    return reverse("discussions:place", args=[first.discussion_id, 1]) if first.discussion_id else ""


def in_thread(user: "User", discussion: Discussion) -> list[Tool]:
    """Answer ``discussion.links``: the articles that it became and ``user`` may see, and the page to make one; one query, if any."""
    if not discussion.post_count:
        return []
    links = [
        Tool(_("Became the article “%(title)s”") % {"title": article.title}, article.get_absolute_url(), "book-open")
        for article in (became(user, discussion=discussion) if discussion.was_harvested else ())
    ]
    harvest = reverse("knowledge:questions:harvest", args=[discussion.pk])
    return [*links, Tool(_("Make an article of messages"), harvest, "file-plus")]


def became(user: "User", **source: Any) -> "list[ArticlePage]":
    """Return the articles made of ``question=`` or ``discussion=`` that ``user`` may open, drafts of theirs included."""
    made = Harvest.objects.filter(**source).values("article")
    fields = ("title", "url_path", "path", "depth", "numchild", "content_type", "live", "author")
    return list(ArticlePage.objects.readable_by(user).filter(pk__in=made, is_hidden=False).only(*fields)[:5])
