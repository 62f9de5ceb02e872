from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from knowledge.models import ArticlePage, SpacePage

OFFERED = 8
LONGEST = 100


@require_GET
def complete(request: HttpRequest) -> JsonResponse:
    """Titles for a link being typed: ``{"results": [{"title", "url", "space", "ref"}, …]}``, those the writer may see."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    if not typed:
        return JsonResponse({"results": []})
    fields = ("title", "url_path", "path", "depth", "numchild", "content_type")
    found = list(ArticlePage.objects.visible_to(request.user).titled_like(typed).only(*fields)[:OFFERED])
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
            ]
        }
    )
