from typing import Any

from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag
from wagtail.models import Page, Revision

from intranet.core.richtext import word_count
from intranet.demo.volume.words import PLACES
from intranet.demo.volume.world import BATCH, World, follow
from intranet.discussions.models import Discussion
from knowledge.models import ArticlePage, KnowledgeIndex, SpacePage
from knowledge.models.articles import ArticleTag
from knowledge.text import anchored, ascii_slug, fold, outline

IN_A_SPACE = 100


def add_articles(world: World, count: int) -> None:
    """Add ``count`` articles in spaces of a hundred; every tenth space is for one department only."""
    index = KnowledgeIndex.objects.get()
    camille = next(person for person in world.people if person.username == "camille")
    template = Revision.objects.get(
        pk=ArticlePage.objects.filter(live=True).order_by("pk")[:1].get().latest_revision_id
    )
    for number in range(1, -(-count // IN_A_SPACE) + 1):
        departments = [world.departments[number % len(world.departments)]] if number % 10 == 0 else []
        title = f"Dossiers {PLACES[number % len(PLACES)]} {number}"
        space = index.add_space(by=camille, title=title, departments=departments, language="fr")
        _fill(world, space, min(IN_A_SPACE, count - (number - 1) * IN_A_SPACE), template.content)


def _fill(world: World, space: SpacePage, count: int, template: dict[str, Any]) -> None:
    pages = Page.objects.bulk_create([_page(world, space, step) for step in range(1, count + 1)], batch_size=BATCH)
    Page.objects.filter(pk=space.pk).update(numchild=count)
    threads = [Discussion(kind="article", audience_id=space.audience_id) for _page_ in pages]
    threads = Discussion.objects.bulk_create(threads, batch_size=BATCH)
    articles = [_article(world, space, page, thread) for page, thread in zip(pages, threads, strict=True)]
    # A page is two rows; Django inserts the second in bulk only when asked by its lower name.
    fields = list(ArticlePage._meta.local_concrete_fields)
    for start in range(0, count, BATCH):
        ArticlePage._base_manager.get_queryset()._insert(
            articles[start : start + BATCH], fields=fields, using=space._state.db
        )
    tags = _tag(world, articles)
    _keep_versions(world, articles, tags, template)
    follow({(article.author_id, article.pk) for article in articles}, ArticlePage)


def _page(world: World, space: SpacePage, step: int) -> Page:
    language, at = world.words.language(), world.once()
    title = world.words.title(language)
    slug = f"{ascii_slug(title, 50)}-{step}"
    page = Page(
        title=title,
        draft_title=title,
        slug=slug,
        url_path=f"{space.url_path}{slug}/",
        path=Page._get_path(space.path, space.depth + 1, step),
        depth=space.depth + 1,
        content_type=ContentType.objects.get_for_model(ArticlePage),
        owner=world.someone(),
        locale_id=space.locale_id,
        translation_key=world.uuid(),
        live=True,
        has_unpublished_changes=False,
        first_published_at=at,
        last_published_at=at,
        latest_revision_created_at=at,
    )
    page.spoken = language
    return page


def _article(world: World, space: SpacePage, page: Page, thread: Discussion) -> ArticlePage:
    body = anchored(world.words.article(page.spoken))
    article = ArticlePage(
        id=page.pk,
        page_ptr_id=page.pk,
        author=page.owner,
        audience_id=space.audience_id,
        language=page.spoken,
        created_at=page.first_published_at,
        body=body,
        headings=outline(body),
        word_count=word_count(body),
        title_folded=fold(page.title)[:600],
        discussion=thread,
    )
    article.title, article.page_ptr = page.title, page
    return article


def _tag(world: World, articles: list[ArticlePage]) -> dict[int, list[ArticleTag]]:
    known = {name: Tag.objects.get_or_create(name=name)[0] for name in world.words.tags}
    rows = [
        ArticleTag(content_object=article, tag=known[name]) for article in articles for name in world.words.some_tags()
    ]
    tags: dict[int, list[ArticleTag]] = {article.pk: [] for article in articles}
    for row in ArticleTag.objects.bulk_create(rows, batch_size=BATCH):
        tags[row.content_object_id].append(row)
    return tags


def _keep_versions(
    world: World, articles: list[ArticlePage], tags: dict[int, list[ArticleTag]], template: dict[str, Any]
) -> None:
    """Give each article its one version, published. A version's content has the same keys for every article."""
    kind, base = ContentType.objects.get_for_model(ArticlePage), ContentType.objects.get_for_model(Page)
    revisions = [
        Revision(
            content_type=kind,
            base_content_type=base,
            object_id=str(article.pk),
            object_str=article.title,
            user=article.author,
            created_at=article.created_at,
            content=_content(article, tags[article.pk], template),
        )
        for article in articles
    ]
    pages = []
    for article, revision in zip(articles, Revision.objects.bulk_create(revisions, batch_size=BATCH), strict=True):
        page = article.page_ptr
        page.latest_revision = page.live_revision = revision
        pages.append(page)
        told = {"by": article.author, "target": article, "at": article.created_at, "revision": revision.pk}
        world.happened("article.published", **told)
    Page.objects.bulk_update(pages, ["latest_revision", "live_revision"], batch_size=BATCH)


def _content(article: ArticlePage, tags: list[ArticleTag], template: dict[str, Any]) -> dict[str, Any]:
    page, at = article.page_ptr, article.created_at.isoformat()
    return template | {
        "pk": article.pk,
        "path": page.path,
        "depth": page.depth,
        "translation_key": str(page.translation_key),
        "title": page.title,
        "draft_title": page.title,
        "slug": page.slug,
        "url_path": page.url_path,
        "owner": page.owner_id,
        "author": article.author_id,
        "audience": article.audience_id,
        "language": article.language,
        "created_at": at,
        "first_published_at": at,
        "last_published_at": at,
        "latest_revision_created_at": at,
        "latest_revision": None,
        "live_revision": None,
        "edited_at": None,
        "body": str(article.body),
        "summary": "",
        "headings": article.headings,
        "word_count": article.word_count,
        "title_folded": article.title_folded,
        "discussion": article.discussion_id,
        "tagged_items": [{"pk": row.pk, "tag": row.tag_id, "content_object": article.pk} for row in tags],
    }
