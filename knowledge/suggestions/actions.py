"""Accepting a suggestion: it is brought together with what was saved since, published, and both are credited."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from intranet.contributions.models import Activity
from intranet.contributions.models.activity import record
from knowledge.models import ArticlePage, SpacePage
from knowledge.reconciling import Reconciliation, reconcile
from knowledge.suggestions import policies
from knowledge.suggestions.models import Suggestion

if TYPE_CHECKING:
    from intranet.accounts.models import User


class Conflict(Exception):
    """What it changes was changed otherwise meanwhile: somebody has to bring the two together. Nothing was written."""


def brought_together(suggestion: Suggestion) -> Reconciliation:
    """Return what the suggestion makes of the article as it is now. The article must still be there."""
    article = suggestion.article
    assert article is not None
    return reconcile(article, mine=suggestion.text, base=suggestion.base_revision, current=article.latest_revision)


@transaction.atomic
def accept(
    suggestion: Suggestion,
    *,
    by: "User",
    answer: str = "",
    amended: dict[str, Any] | None = None,
    base_revision: int | None = None,
    as_proposed: bool = False,
    quietly: bool = False,
) -> ArticlePage:
    """Make the suggestion a new version that credits who made it; return the article.

    As it is, merged with what was saved since (``Conflict`` when that must be asked); or as ``amended`` on
    ``base_revision`` (``StaleEdit`` when that is no longer the latest). ``as_proposed``: ``amended`` holds nothing but
    words of the proposal. ``quietly``: who made it is told otherwise. It is published, or sent for review, unless
    the article has changes that wait to be published: then it joins them.
    """
    row = suggestion.hold()
    if not policies.can_decide(by, row) or row.article is None:
        raise PermissionDenied
    article = row.article.hold()
    row.article = article
    text = amended
    if text is None:
        found = brought_together(row)
        if not found.is_settled:
            raise Conflict
        text, base_revision = found.text(), article.latest_revision_id
        if found.says_what_is_saved(text):
            text = None
    if text is not None:
        article.revise(
            by=by,
            base_revision=base_revision,
            publish=not article.has_unpublished_changes,
            word=row.word[:200],
            credits=[row.author] if row.author else [],
            is_acceptance=amended is None or as_proposed,
            **text,
        )
    state = Suggestion.State.ACCEPTED if amended is None or as_proposed else Suggestion.State.AMENDED
    row.settle(state, by=by, answer=answer, revision=article.latest_revision_id if text is not None else None)
    record(
        "suggestion.accepted",
        by=by,
        target=row,
        word=answer,
        amended=state == Suggestion.State.AMENDED,
        quietly=quietly,
    )
    return article


def ask_anew(activity: Activity) -> None:
    """Handle ``article.entrusted`` and ``article.moved``: who is asked, and who may fetch its pictures, follow the article."""
    for row in Suggestion.objects.open().filter(article=activity.target_id).select_related("article", "author"):
        if row.article is not None and row.author is not None:
            row.asked.set(policies.people_to_ask(row.article, but=row.author))
            row.follow_readers()


def follow_space(space: SpacePage) -> None:
    """Answer ``space.readdressed``: the pictures of suggestions are for whoever may read the articles."""
    within = Suggestion.objects.open().filter(article__path__startswith=space.path, article__depth=space.depth + 1)
    for row in within.select_related("article"):
        row.follow_readers()
