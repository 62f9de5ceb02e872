from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from intranet.api.pages import after as page_after
from intranet.api.schemas import Id, Language, Line, TermOut, TermPageOut
from knowledge.glossary.models import Term
from knowledge.text import fold

router = Router(tags=["glossary"])


def described(term: Term) -> dict[str, Any]:
    names = ("term", "variants", "summary", "language", "standing", "instead")
    told = {name: getattr(term, name) for name in names}
    return {**told, "id": term.pk, "space": term.space_id, "url": term.get_absolute_url()}


@router.get("/glossary", response={200: TermPageOut}, summary="The terms of the glossary, oldest first")
def terms(
    request: HttpRequest,
    q: Annotated[Line | None, Query(description="In the term or its summary.")] = None,
    language: Annotated[Language | None, Query()] = None,
    standing: Annotated[
        Literal["preferred", "avoid"] | None, Query(description="What the charter holds of it.")
    ] = None,
    after: Annotated[Id | None, Query(description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Any:
    rows = Term.objects.visible_to(request.user).defer("definition")
    if q is not None and q.strip():
        rows = rows.filter(Q(term_folded__contains=fold(q)) | Q(summary__icontains=q))
    if language is not None:
        rows = rows.filter(language=language)
    if standing is not None:
        rows = rows.filter(standing=standing)
    found, following = page_after(rows, after, limit)
    return {"items": [described(term) for term in found], "next": following}


@router.get("/glossary/{pk}", response={200: TermOut}, summary="One term, with its definition")
def term(request: HttpRequest, pk: Annotated[Id, Path()]) -> Any:
    found = get_object_or_404(Term.objects.visible_to(request.user).select_related("pair"), pk=pk)
    pair = found.pair if found.pair is not None and found.pair.is_visible_to(request.user) else None
    return {**described(found), "definition": found.definition, "pair": pair.pk if pair else None}
