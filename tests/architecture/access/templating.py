"""Templates of articles: read by whoever sees the space, changed by its stewards."""

from knowledge.templating.models import ArticleTemplate
from tests.architecture.access import EVERYONE, Arguments, Entry, only
from tests.factories.knowledge import make_space


def space() -> Arguments:
    return (make_space().pk,), {}


def template() -> Arguments:
    return (ArticleTemplate.objects.create(title="T", body="<p>x</p>", language="en", space=make_space()).pk,), {}


ACCESS = {
    "templating:for_all": EVERYONE,
    "templating:of_space": Entry(args=space),
    "templating:new_for_all": only("cm", "administrator", otherwise=403),
    "templating:new": only("cm", "administrator", otherwise=403, args=space),
    "templating:edit": only("cm", "administrator", otherwise=403, args=template),
    "templating:remove": only("cm", "administrator", otherwise=403, status=302, method="post", args=template),
}
