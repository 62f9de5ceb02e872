"""Taking along what one sees is everyone's; bringing in, whoever looks after the space."""

from tests.architecture.access import EVERYONE, Arguments, Entry, only
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_user


def space() -> Arguments:
    return (make_space().pk,), {}


def article() -> Arguments:
    return (make_article().pk,), {}


def somebody_elses() -> Arguments:
    from knowledge.exporting.models import Export

    return (Export.objects.ask(make_space(), format="zip", by=make_user()).pk,), {}


ACCESS = {
    "knowledge:exporting:space": Entry(args=space),
    "knowledge:exporting:bring": only("cm", "administrator", otherwise=403, args=space),
    "knowledge:exporting:article": Entry(args=article),
    "knowledge:exporting:mine": EVERYONE,
    "knowledge:exporting:download": only(args=somebody_elses),
}
