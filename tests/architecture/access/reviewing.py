"""Reviews: whoever reads an article sees what would change in it; answering is for who looks after the space."""

from tests.architecture.access import EVERYONE, Arguments, only
from tests.factories.knowledge import make_article, make_space


def changes() -> Arguments:
    article = make_article(space=make_space(publishing="review"), publish=False)
    article.publish_latest(by=None)
    article.revise(by=article.author, base_revision=None, body="<p>More</p>", publish=True)
    return (article.pk,), {}


def new_article() -> Arguments:
    return (make_article(space=make_space(publishing="review")).pk,), {}


ACCESS = {
    "reviewing:mine": EVERYONE,
    "reviewing:review": only("cm", "administrator", args=new_article),
    "reviewing:withdraw": only("cm", "administrator", otherwise=403, status=302, method="post", args=changes),
}
