"""Spaces and articles: everybody reads and writes; spaces are the community manager's."""

from knowledge.drafting.models import Draft
from tests.architecture.access import EVERYONE, POST_ONLY, Arguments, Entry, only
from tests.factories.knowledge import make_article, make_space


def article() -> Arguments:
    return (make_article().pk,), {}


def article_of_two_versions() -> Arguments:
    found = make_article()
    found.revise(by=found.author, base_revision=None, body="<p>Other words</p>", publish=True)
    return (found.pk,), {}


def version() -> Arguments:
    found = make_article()
    return (found.pk, found.latest_revision_id), {}


def space() -> Arguments:
    return (make_space().pk,), {}


def page() -> Arguments:
    return (make_article().get_absolute_url().removeprefix("/knowledge/"),), {}


def unsaved() -> Arguments:
    """What somebody else wrote and did not save: for nobody, whatever their role."""
    found = make_article()
    draft = Draft.objects.create(person=found.author, article=found, key=f"article:{found.pk}", tab="t", fields={})
    return (draft.pk,), {}


def tag() -> Arguments:
    return (make_article(tags=["welcome"]).tags.get().slug,), {}


ACCESS = {
    "knowledge:index": EVERYONE,
    "knowledge:new": EVERYONE,
    "knowledge:complete": EVERYONE,
    "knowledge:drafts": EVERYONE,
    "knowledge:tag": Entry(args=tag),
    "knowledge:page": Entry(args=page),
    "knowledge:edit": Entry(args=article),
    "knowledge:history": Entry(args=article),
    "knowledge:version": Entry(args=version),
    "knowledge:compare": Entry(args=article_of_two_versions),
    "knowledge:publish": POST_ONLY.having(args=article),
    "knowledge:unpublish": only("cm", "administrator", otherwise=403, status=302, method="post", args=article),
    "knowledge:restore": POST_ONLY.having(args=version),
    "knowledge:keep_new": Entry(
        public=True, anonymous=401, method="post", data={"key": "article:new", "body": "x", "tab": "t", "number": "0"}
    ),
    "knowledge:keep": Entry(public=True, anonymous=401, method="post", args=article),
    # Without answers there is nothing to keep.
    "knowledge:keep_answers": Entry(
        employee=400, cm=400, leader=400, administrator=400, public=True, anonymous=401, method="post", args=article
    ),
    "knowledge:unsaved": only(otherwise=404, args=unsaved),
    "knowledge:compare_unsaved": only(otherwise=404, args=unsaved),
    "knowledge:discard": only(otherwise=404, method="post", args=unsaved),
    "knowledge:move": only("cm", "administrator", otherwise=403, args=article),
    "knowledge:new_space": only("cm", "administrator", otherwise=403),
    "knowledge:edit_space": only("cm", "administrator", otherwise=403, args=space),
}
