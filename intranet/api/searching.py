from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.html import strip_tags
from ninja import Query, Router
from pydantic import Field

from intranet.api.errors import PROBLEMS, Denied
from intranet.api.schemas import Results
from intranet.contributions.registry import registry
from intranet.search.finding import find, query_for
from intranet.search.query import LONGEST_QUERY

router = Router(tags=["search"])
Words = Annotated[str, Field(min_length=1, max_length=LONGEST_QUERY)]


@router.get("/search", response={200: Results, **PROBLEMS}, summary="Find anything that you may see")
def search(
    request: HttpRequest,
    q: Annotated[Words, Query()],
    kind: Annotated[str | None, Query(description="article, question, idea, thread, person, clause, …")] = None,
    page: Annotated[int, Query(ge=1, le=20, description="Only with `kind`.")] = 1,
) -> Any:
    """Without `kind`: the best few of each. With it: page after page of that kind."""
    known = {each.name for each in registry.kinds() if each.indexable is not None}
    if kind is not None and kind not in known:
        raise Denied(422, "Unknown kind.", {"kind": sorted(known)})
    found = find(request.user, query_for(request.user, q, kinds=(kind,) if kind else ()), page=page if kind else 1)
    return {
        "suggestion": found.suggestion,
        "results": [
            {
                "kind": block.kind.name,
                "id": hit.object.pk,
                "title": strip_tags(hit.title),
                "url": hit.url,
                "passage": strip_tags(hit.passage),
            }
            for block in found.blocks
            for hit in block.hits
        ],
    }
