"""Links between articles: what cites what is for who may read; what is to mend, for who looks after spaces."""

from tests.architecture.access import EVERYONE, POST_ONLY, Arguments, Entry, only
from tests.factories.knowledge import make_article


def article() -> Arguments:
    return (make_article().pk,), {}


def article_with_file() -> Arguments:
    return (make_article().pk, 1), {}


ACCESS = {
    "knowledge:linking:files": EVERYONE.having(args=article),
    "knowledge:linking:remove_file": POST_ONLY.having(args=article_with_file),
    "knowledge:linking:care": only("cm", "administrator", otherwise=403),
    "knowledge:linking:wanted": Entry(employee=302, cm=302, leader=302, administrator=302),
    "knowledge:linking:cited_by": EVERYONE.having(args=article),
}
