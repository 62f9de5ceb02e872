"""Passages: whoever reads an article asks about it; who asked and who answers for it settle."""

from tests.architecture.access import EVERYONE, Arguments, Entry, only
from tests.factories.glossary import make_term
from tests.factories.knowledge import make_article
from tests.factories.passages import make_passage


def article() -> Arguments:
    return (make_article().pk,), {}


def passage() -> Arguments:
    return (make_passage().pk,), {}


def term() -> Arguments:
    return (make_term().pk,), {}


def its_page() -> Arguments:
    found = make_term()
    return (found.pk, found.slug), {}


def proposal() -> Arguments:
    return (make_term(publish=False).pk,), {}


_DECIDERS = ("cm", "administrator")

ACCESS = {
    "passages:of_article": Entry(args=article),
    "passages:new": Entry(args=article),
    "passages:detail": Entry(args=passage),
    "passages:resolve": only(*_DECIDERS, otherwise=403, args=passage),
    "passages:reopen": only(*_DECIDERS, otherwise=403, status=302, method="post", args=passage),
    "glossary:index": EVERYONE,
    "glossary:new": EVERYONE,
    "glossary:short": Entry(employee=302, cm=302, leader=302, administrator=302, args=term),
    "glossary:detail": Entry(args=its_page),
    # Whoever may not change a term proposes how it should read.
    "glossary:edit": Entry(args=term),
    "glossary:publish": only(*_DECIDERS, status=302, method="post", args=proposal),
    "glossary:decline": only(*_DECIDERS, args=proposal),
    "glossary:withdraw": only(*_DECIDERS, otherwise=403, args=term),
    "glossary:standing": only(*_DECIDERS, otherwise=403, args=term),
}
