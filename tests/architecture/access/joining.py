"""Merging and splitting: anybody proposes and reads; the authors answer, the community manager for who is gone."""

from ideas.joining import proposing
from ideas.joining.models import Joining
from tests.architecture.access import EVERYONE, POST_ONLY, Arguments, Entry, only
from tests.factories.ideas import make_idea
from tests.factories.people import make_user


def idea() -> Arguments:
    return (make_idea().pk,), {}


def proposed() -> Joining:
    return proposing.propose_merge(make_idea(), make_idea(), by=make_user(), why="The same")


def waiting() -> Arguments:
    return (proposed().pk,), {}


def whose_author_left() -> Arguments:
    made = proposed()
    type(made.source.author).objects.filter(pk=made.source.author_id).update(is_active=False)
    return (made.pk,), {}


def done() -> Arguments:
    author = make_user()
    made = proposing.propose_merge(make_idea(author), make_idea(author), by=author, why="The same")
    return (made.pk,), {}


ACCESS = {
    "ideas:joining:list": EVERYONE,
    "ideas:joining:joining": Entry(args=waiting),
    "ideas:joining:merge": Entry(args=idea),
    "ideas:joining:split": Entry(args=idea),
    "ideas:joining:answer": only(
        "cm",
        "administrator",
        otherwise=403,
        status=302,
        method="post",
        data={"answer": "accept"},
        args=whose_author_left,
    ),
    "ideas:joining:take_back": POST_ONLY.having(args=waiting),
    "ideas:joining:undo": only(
        "cm", "administrator", otherwise=403, status=302, method="post", data={"why": "No"}, args=done
    ),
    "ideas:joining:choose": POST_ONLY.having(args=done),
}
