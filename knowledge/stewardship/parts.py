"""What the page of an article shows of trust: its state under the title, "was this helpful" at its foot."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Subquery

from intranet.contributions.registry import registry
from intranet.core.compiled import Compiled
from knowledge.models import ArticlePage, SpacePage
from knowledge.parts import ArticlePart
from knowledge.stewardship import policies
from knowledge.stewardship.models import Concern, Opinion, Stewardship

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.accounts.models import User


@dataclass(frozen=True)
class Reason:
    """Why an article is to check, as shown: ``url`` leads to what changed, for who may see it."""

    label: str
    at: datetime
    title: str = ""
    url: str = ""


def _with_what_was_said(article: int, around: tuple[str, ...], user: int) -> "QuerySet[Stewardship, Any]":
    """The row of an article; ``around``: the paths that a space around it can have."""
    said = Opinion.objects.filter(article=OuterRef("article"), person=user).values("is_helpful")[:1]
    stewards = SpacePage.objects.filter(path__in=around, stewards=user)
    rows = Stewardship.objects.filter(article=article).annotate(said=Subquery(said), is_steward=Exists(stewards))
    return rows.select_related("owner", "owner_department", "reviewer", "verified_by").order_by("pk")[:1]


_row_of = Compiled(_with_what_was_said)


def of_article(article: ArticlePage, user: "User") -> Iterable[tuple[str, ArticlePart]]:
    """Answer ``article.parts``: one query for the row with what this reader said."""
    if not article.live:
        return
    around = tuple(article.path[:end] for end in range(article.steplen, len(article.path) + 1, article.steplen))
    row = _row_of.first(article.pk, around, user.pk)
    if row is not None:
        row.article = article
        can_verify = policies.can_verify(user, row, is_steward=row.is_steward)
        context = {
            "row": row,
            "reasons": reasons_for(row, user) if row.reasons else [],
            "can_verify": can_verify,
            "can_entrust": can_verify or not row.is_owned,
        }
        yield "head", ArticlePart("knowledge/stewardship/_state.html", context, 10)
        yield "menu", ArticlePart("knowledge/stewardship/_menu.html", context, 50)
    if not article.archived_at:
        context = {"said": row.said if row else None, "reasons": Opinion.Reason.choices}
        yield "foot", ArticlePart("knowledge/stewardship/_helpful.html", context, 50)


def reasons_for(row: Stewardship, user: "User") -> list[Reason]:
    """Return why ``row`` is to check, naming what changed only to who may see it: one query a kind of cause."""
    return reasons_of([row], user)[row.article_id]


def reasons_of(rows: Sequence[Stewardship], user: "User") -> dict[int, list[Reason]]:
    """Return the same for several at once, by article: one query a kind of cause, whatever their number."""
    seen = _visible({reason["cause"] for row in rows for reason in row.reasons}, user)
    found: dict[int, list[Reason]] = {row.article_id: [] for row in rows}
    for row in rows:
        for reason in row.reasons:
            label, at = str(Concern.Kind(reason["kind"]).label), datetime.fromisoformat(reason["at"])
            title, url = seen.get(reason["cause"], ("", ""))
            found[row.article_id].append(Reason(label, at, title, url))
    return found


def _visible(causes: set[str], user: "User") -> dict[str, tuple[str, str]]:
    """Return the title and address of those of ``causes`` ("article:12") that ``user`` may see."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for cause in causes:
        name, _colon, pk = cause.partition(":")
        if pk.isdecimal():
            wanted[name].add(int(pk))
    found = {}
    for kind in registry.kinds():
        if kind.name in wanted:
            for pk, cause in kind.visible(user).in_bulk(wanted[kind.name]).items():
                found[f"{kind.name}:{pk}"] = (kind.title(cause), kind.url(cause))
    return found
