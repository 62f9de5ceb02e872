"""Suggestions: anybody who reads an article suggests; who answers for it, and the proposer, see what was suggested."""

from knowledge.suggestions.models import Suggestion
from tests.architecture.access import EVERYONE, POST_ONLY, Arguments, Entry, only
from tests.factories.knowledge import make_article
from tests.factories.people import make_user


def article() -> Arguments:
    return (make_article().pk,), {}


def suggestion() -> Arguments:
    found = make_article()
    text = {"title": found.title, "summary": "", "body": "<p>Other</p>", "tags": [], "language": "en"}
    made = Suggestion.objects.propose(found, by=make_user(), base_revision=found.live_revision_id, word="Why", **text)
    return (made.pk,), {}


ACCESS = {
    "suggestions:mine": EVERYONE,
    "suggestions:of_article": Entry(args=article),
    "suggestions:suggest": Entry(args=article),
    "suggestions:suggestion": only("cm", "administrator", args=suggestion),
    "suggestions:accept": only("cm", "administrator", status=302, method="post", args=suggestion),
    "suggestions:amend": only("cm", "administrator", args=suggestion),
    "suggestions:decline": only(
        "cm", "administrator", status=302, method="post", data={"answer": "No"}, args=suggestion
    ),
    "suggestions:withdraw": POST_ONLY.having(args=suggestion),
}
