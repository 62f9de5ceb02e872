from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status

from intranet.api.errors import Denied
from intranet.api.pages import after as page_after
from intranet.api.schemas import (
    ArticleChange,
    ArticleIn,
    ArticleOut,
    ArticlePageOut,
    Id,
    Line,
    Moment,
    SpaceOut,
)
from knowledge.forms import ArticleForm, NewArticleForm
from knowledge.models import ArticlePage, SpacePage, StaleEdit

router = Router(tags=["articles"])


def described(article: ArticlePage) -> dict[str, Any]:
    return {
        "id": article.pk,
        "title": article.title,
        "summary": article.summary,
        "url": article.get_absolute_url(),
        "space": article.space_id,
        "language": article.language,
        "tags": sorted(item.tag.name for item in article.tagged_items.all()),
        "author": article.author.username if article.author else None,
        "published_at": article.first_published_at,
        "edited_at": article.edited_at,
        "archived": article.archived_at is not None,
    }


def _rows(found: list[ArticlePage]) -> list[dict[str, Any]]:
    spaces = dict(SpacePage.objects.filter(path__in={a.parent_path for a in found}).values_list("path", "pk"))
    for article in found:
        article.space_id = spaces[article.parent_path]
    return [described(article) for article in found]


def _whole(article: ArticlePage, *, latest: bool = False) -> dict[str, Any]:
    """Return the article as its readers see it; a draft, or with ``latest``, as its latest version has it.

    ``revision`` is always that of the text given: a change based on it never goes over words that were not shown.
    """
    latest = latest or not article.live
    shown = article.working_version() if latest else article
    revision = article.latest_revision_id if latest else article.live_revision_id
    return {**_rows([shown])[0], "body": shown.body, "revision": revision, "draft": not article.live}


@router.get("/spaces", response={200: list[SpaceOut]}, summary="The spaces that you see")
def spaces(request: HttpRequest) -> Any:
    found = list(SpacePage.objects.visible_to(request.user).order_by("path"))
    by_path = {space.path: space.pk for space in found}
    return [
        {
            "id": space.pk,
            "title": space.title,
            "url": space.get_absolute_url(),
            "description": space.description,
            "language": space.language,
            "parent": by_path.get(space.parent_path),
        }
        for space in found
    ]


@router.get("/articles", response={200: ArticlePageOut}, summary="Published articles, oldest first")
def articles(
    request: HttpRequest,
    space: Annotated[Id | None, Query()] = None,
    tag: Annotated[Line | None, Query()] = None,
    since: Annotated[Moment | None, Query(description="Only those published or changed since.")] = None,
    after: Annotated[Id | None, Query(description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Any:
    rows = ArticlePage.objects.visible_to(request.user).select_related("author").prefetch_related("tagged_items__tag")
    if space is not None:
        rows = rows.in_space(get_object_or_404(SpacePage.objects.visible_to(request.user), pk=space))
    if tag is not None:
        rows = rows.filter(tagged_items__tag__name__iexact=tag).distinct()
    if since is not None:
        rows = rows.filter(last_published_at__gte=since)
    found, following = page_after(rows.defer("body", "headings"), after, limit)
    return {"items": _rows(found), "next": following}


@router.get("/articles/{pk}", response={200: ArticleOut}, summary="One article, with its text")
def article(
    request: HttpRequest,
    pk: Annotated[Id, Path()],
    latest: Annotated[bool, Query(description="With changes that are not published yet, for who may edit.")] = False,
) -> Any:
    rows = ArticlePage.objects.editable_by(request.user) if latest else ArticlePage.objects.readable_by(request.user)
    return _whole(get_object_or_404(rows.filter(is_hidden=False), pk=pk), latest=latest)


@router.post("/articles", response={201: ArticleOut}, summary="Write an article, as a draft or published")
def write(request: HttpRequest, data: ArticleIn) -> Any:
    form = NewArticleForm({**data.dict(), "tags": ", ".join(data.tags)}, user=request.user)
    if not form.is_valid():
        raise Denied.by_form(form)
    made = form.chosen_space.add_article(by=request.user, publish=data.publish, **form.text)
    return Status(201, _whole(made))


@router.patch("/articles/{pk}", response={200: ArticleOut}, summary="Save a new version of an article")
def change(request: HttpRequest, pk: Annotated[Id, Path()], data: ArticleChange) -> Any:
    found = get_object_or_404(ArticlePage.objects.editable_by(request.user), pk=pk)
    version = found.working_version()
    given = {name: value for name, value in data.dict().items() if value is not None}
    tags = data.tags if data.tags is not None else [tag.name for tag in version.tags.all()]
    form = ArticleForm(
        {**ArticleForm.initial_of(version), **given, "tags": ", ".join(tags), "base_revision": data.revision}
    )
    if not form.is_valid():
        raise Denied.by_form(form)
    try:
        with transaction.atomic():
            found.revise(by=request.user, base_revision=data.revision, publish=data.publish, **form.text, **form.note)
    except StaleEdit as stale:
        now = stale.current_revision.pk
        raise Denied(
            409, f"Somebody saved version {now} meanwhile: read it (latest=true), then send your change again."
        ) from stale
    return _whole(ArticlePage.objects.get(pk=pk), latest=True)
