"""Whether two spaces hold the same: places, titles, texts, tags, summaries, languages, pictures by their bytes."""

import re

from intranet.contributions.models import Upload
from knowledge.exporting.writing import canonical
from knowledge.models import ArticlePage, SpacePage

_FILE = re.compile(r"/media/([0-9a-f-]{36})")


def told(space: SpacePage) -> dict[str, dict[str, object]]:
    """Return what each article of ``space`` says, by its place in it; addresses are told from the space."""
    names = {str(upload.key): upload.served_name for upload in Upload.objects.all()}
    found: dict[str, dict[str, object]] = {}
    for article in ArticlePage.objects.filter(path__startswith=space.path, live=True).order_by("path"):
        body = article.body.replace(f'href="{space.get_absolute_url()}', 'href="/here/')
        body = _FILE.sub(lambda match: f"/media/{names[match[1]]}", body)
        found[article.url_path.removeprefix(space.url_path)] = {
            "title": article.title,
            "summary": article.summary,
            "language": article.language,
            "tags": [tag.name for tag in article.tags.order_by("name")],
            "body": canonical(body),
            "bytes": body,
        }
    return found


def spaces_in(space: SpacePage) -> list[tuple[str, str, str, str]]:
    rows = SpacePage.objects.filter(path__startswith=space.path).exclude(pk=space.pk).order_by("url_path")
    return [(row.url_path.removeprefix(space.url_path), row.title, row.description, row.article_order) for row in rows]
