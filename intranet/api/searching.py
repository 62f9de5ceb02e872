from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.html import strip_tags
from ninja import Path, Query, Router
from pydantic import Field

from intranet.api.errors import Denied
from intranet.api.schemas import Noted, OpenedIn, Results
from intranet.contributions.registry import registry
from intranet.search.finding import Hit, find, query_for
from intranet.search.measuring import listening
from intranet.search.query import LONGEST_QUERY

router = Router(tags=["search"])
Words = Annotated[str, Field(min_length=1, max_length=LONGEST_QUERY)]


def described(hit: Hit) -> dict[str, Any]:
    twin = hit.twin
    return {
        "kind": hit.kind.name,
        "id": hit.object.pk,
        "title": strip_tags(hit.title),
        "url": hit.url,
        "passage": strip_tags(hit.passage),
        "also_in": {"id": twin.pk, "language": twin.language, "url": twin.url} if twin else None,
    }


@router.get("/search", response={200: Results}, summary="Find anything that you may see")
def search(
    request: HttpRequest,
    q: Annotated[Words, Query()],
    kind: Annotated[str | None, Query(description="article, question, idea, thread, person, clause, …")] = None,
    page: Annotated[int, Query(ge=1, le=20, description="Only with `kind`.")] = 1,
) -> Any:
    """Without `kind`: what is recommended, then the best few of each. With it: page after page of that kind.

    It is written down as searches of the site are, without the name of who asked after 30 days; `search` names it.
    """
    known = {each.name for each in registry.kinds() if each.indexable is not None}
    if kind is not None and kind not in known:
        raise Denied(422, "Unknown kind.", {"kind": sorted(known)})
    query = query_for(request.user, q, kinds=(kind,) if kind else ())
    number = page if kind else 1
    found = find(request.user, query, page=number)
    return {
        "suggestion": found.suggestion,
        "results": [described(hit) for hit in found.hits()],
        "search": listening.hear_program(request.user, query, found) if number == 1 else None,
    }


@router.post("/search/{asked}/opened", response={200: Noted}, summary="Say what was opened of what you found")
def opened(request: HttpRequest, asked: Annotated[UUID, Path()], data: OpenedIn) -> Any:
    """Within an hour, the first thing only, of your own search: the order of results learns from it."""
    kind = listening.openable(request.user, data.kind, data.id)
    if kind is None:
        return {"noted": False}
    return {"noted": listening.opened(request.user, asked, (kind, data.id, data.rank))}
