from typing import TYPE_CHECKING

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from intranet.search.finding import complete as search
from knowledge.models import ArticlePage, SpacePage
from knowledge.text import fold

if TYPE_CHECKING:
    from intranet.accounts.models import User

OFFERED = 8
ASKED = 24
OTHERS = ("person", "idea", "question", "thread", "clause")
LONGEST = 100


@require_GET
def complete(request: HttpRequest) -> JsonResponse:
    """What a link being typed may lead to, as far as the writer may see it.

    ``{"results": [{"title", "url", "space", "ref"}, …], "others": [{"title", "url", "kind", "ref"}, …]}``: articles,
    those that had such a title last, then people, ideas, questions and threads.
    """
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    if not typed:
        return JsonResponse({"results": [], "others": []})
    fields = ("title", "url_path", "path", "depth", "numchild", "content_type")
    seen = ArticlePage.objects.visible_to(request.user)
    found = list(seen.titled_like(typed).only(*fields)[:OFFERED])
    if len(found) < OFFERED:
        once = seen.filter(former_titles__folded__contains=fold(typed)).exclude(pk__in=[page.pk for page in found])
        found += once.order_by("pk").distinct().only(*fields)[: OFFERED - len(found)]
    spaces = SpacePage.objects.filter(path__in={article.parent_path for article in found})
    titles = dict(spaces.values_list("path", "title"))
    return JsonResponse(
        {
            "results": [
                {
                    "title": article.title,
                    "url": article.get_absolute_url(),
                    "space": titles.get(article.parent_path, ""),
                    "ref": article.ref,
                }
                for article in found
            ],
            "others": _others(request.user, typed),
        }
    )


def _others(user: "User", typed: str) -> list[dict[str, str]]:
    hits = [hit for hit in search(user, typed, limit=ASKED) if hit.kind.name in OTHERS][:OFFERED]
    return [
        {
            "title": str(hit.kind.title(hit.object)),
            "url": hit.url,
            "kind": str(hit.kind.label_plural),
            "ref": f"{hit.kind.name}:{hit.object.pk}",
        }
        for hit in sorted(hits, key=lambda hit: OTHERS.index(hit.kind.name))
    ]
