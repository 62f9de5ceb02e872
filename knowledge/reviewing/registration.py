"""What the rest of the site knows of reviews."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from intranet.accounts.reader import Reader
from intranet.contributions.models import Activity
from intranet.contributions.registry import Kind, registry
from intranet.contributions.waiting import Waiting
from intranet.contributions.worker import Periodic
from intranet.core.compiled import Compiled
from intranet.notifications.models import Reason
from intranet.notifications.rules import notify
from intranet.ui.places import add_menu_entry
from knowledge.reviewing import actions, edge, parts
from knowledge.reviewing.models import Review
from knowledge.reviewing.workflow import review_workflow

if TYPE_CHECKING:
    from intranet.accounts.models import User

VERBS = {
    "review.asked": _("sent an article for review"),
    "review.approved": _("approved an article"),
    "review.changes_asked": _("asked for changes in an article"),
    "review.withdrawn": _("took an article out of review"),
    "reviews.waiting": _("has articles to review"),
}
SIX_HOURS = 6 * 3600
SHOWN = 100

REVIEW = Kind(
    model=Review,
    name="review",
    label=pgettext_lazy("of an article", "Review"),
    label_plural=pgettext_lazy("of an article", "Reviews"),
    icon="clipboard-check",
    addressed=False,
    select=("article",),
    order=200,
)


def register() -> None:
    for verb, label in VERBS.items():
        registry.declare_verb(verb, label)
    registry.register(REVIEW)
    registry.provide("article.workflow", review_workflow)
    registry.provide("article.send_for_review", actions.send_for_review)
    registry.provide("article.parts", parts.of_article)
    registry.provide("home.waiting", to_review)
    registry.provide("periodic", lambda: Periodic("articles-reviews", SIX_HOURS, actions.remind))
    add_menu_entry("reviewing:mine", _("Articles to review"), "clipboard-check")
    notify("review.asked", to=who_is_asked)
    notify("review.approved", to=who_sent_it)
    notify("review.changes_asked", to=who_sent_it)
    notify("reviews.waiting", to=the_person)
    edge.connect()


def who_is_asked(activity: Activity) -> dict[int, str]:
    return dict.fromkeys(activity.data.get("people", ()), Reason.OWNER)


def who_sent_it(activity: Activity) -> dict[int, str]:
    """Who sent it for review, and who wrote the article."""
    review = activity.target
    if not isinstance(review, Review):
        return {}
    people = (review.article.author_id, review.workflow_state.requested_by_id)
    return {pk: Reason.AUTHOR for pk in people if pk}


def the_person(activity: Activity) -> dict[int, str]:
    return {activity.target_id: Reason.OWNER}


_waiting_for = Compiled(
    lambda reader: (
        Review.objects.waiting_for(reader).order_by("since").values_list("article__draft_title", "since")[:SHOWN]
    )
)


def to_review(user: "User") -> list[Waiting]:
    """One line for all that waits for the review of ``user``: one query, however many there are."""
    rows = _waiting_for(Reader.of(user))
    if not rows:
        return []
    title = ngettext("%(n)d article to review", "%(n)d articles to review", len(rows)) % {"n": len(rows)}
    return [Waiting(title, rows[0][0], reverse("reviewing:mine"), "clipboard-check", rows[0][1])]
