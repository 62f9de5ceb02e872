from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from intranet.api.pages import after as page_after
from intranet.api.schemas import Id, TrustOut, TrustPageOut
from knowledge.models import ArticlePage
from knowledge.stewardship import policies
from knowledge.stewardship.models import Stewardship
from knowledge.stewardship.parts import Reason, reasons_of

router = Router(tags=["trust"])
_WITH = ("owner", "owner_department", "reviewer", "verified_by")


def described(row: Stewardship, reasons: list[Reason], *, may_verify: bool) -> dict[str, Any]:
    """Return what is known of an article's trust; what changed is named only to who may see it."""
    article = row.article
    return {
        "article": article.pk,
        "title": article.title,
        "url": article.get_absolute_url(),
        "state": "archived" if article.archived_at else row.state,
        "archived_why": article.archived_why,
        "owner": row.owner.username if row.owner else None,
        "owner_department": row.owner_department.name if row.owner_department else None,
        "reviewer": row.reviewer.username if row.reviewer else None,
        "verified_by": row.verified_by.username if row.verified_by else None,
        "verified_at": row.verified_at,
        "reasons": [{"reason": why.label, "since": why.at, "title": why.title, "url": why.url} for why in reasons],
        "may_verify": may_verify,
    }


def _row(request: HttpRequest, pk: int) -> Stewardship:
    article = get_object_or_404(ArticlePage.objects.visible_to(request.user), pk=pk)
    row = Stewardship.objects.filter(article=article).select_related(*_WITH).first()
    row = row or Stewardship(article=article, owner=article.author)
    row.article = article
    return row


@router.get("/trust", response={200: TrustPageOut}, summary="The articles that you look after")
def looked_after(
    request: HttpRequest,
    state: Annotated[Literal["unverified", "verified", "to_check"] | None, Query()] = None,
    after: Annotated[Id | None, Query(description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> Any:
    rows = Stewardship.objects.for_user(request.user).in_charge(request.user).filter(article__archived_at=None)
    if state is not None:
        rows = rows.filter(state=state)
    rows = rows.select_related("article", *_WITH).defer("article__body", "article__headings")
    found, following = page_after(rows, after, limit)
    reasons = reasons_of(found, request.user)
    items = [described(row, reasons[row.article_id], may_verify=True) for row in found]
    return {"items": items, "next": following}


@router.get(
    "/articles/{pk}/trust",
    response={200: TrustOut},
    summary="Who looks after an article, when it was verified, why it is to check",
)
def trust(request: HttpRequest, pk: Annotated[Id, Path()]) -> Any:
    row = _row(request, pk)
    reasons = reasons_of([row], request.user)[pk]
    return described(row, reasons, may_verify=policies.can_verify(request.user, row))


@router.post(
    "/articles/{pk}/still-right",
    response={200: TrustOut},
    summary="Verify an article: say that it is right as it reads now",
)
def still_right(request: HttpRequest, pk: Annotated[Id, Path()]) -> Any:
    """For who looks after it. What was open against it is settled."""
    article = get_object_or_404(ArticlePage.objects.visible_to(request.user), pk=pk)
    row = Stewardship.objects.of(article)
    row.article = article
    if not policies.can_verify(request.user, row):
        raise PermissionDenied
    row.verify(by=request.user)
    return described(_row(request, pk), [], may_verify=True)
