"""Trust in articles: owners and stewards answer for them; hand-overs are the community manager's."""

from intranet.accounts.models import User
from knowledge.stewardship.models import HandOver
from tests.architecture.access import EVERYONE, POST_ONLY, Arguments, Entry, only
from tests.factories.knowledge import make_article
from tests.factories.people import make_user


def article() -> Arguments:
    return (make_article().pk,), {}


def owned_article() -> Arguments:
    from knowledge.stewardship.models import Stewardship

    found = make_article()
    Stewardship.objects.of(found)
    return (found.pk,), {}


def hand_over() -> Arguments:
    person: User = make_user()
    return (HandOver.objects.create(person=person).pk,), {}


ACCESS = {
    "stewardship:mine": EVERYONE,
    "stewardship:verify_many": POST_ONLY,
    "stewardship:take_on": POST_ONLY,
    "stewardship:verify": only("cm", "administrator", otherwise=403, status=302, method="post", args=owned_article),
    "stewardship:entrust": only("cm", "administrator", otherwise=403, args=owned_article),
    "stewardship:archive": only("cm", "administrator", otherwise=403, args=owned_article),
    "stewardship:bring_back": only("cm", "administrator", otherwise=403, status=302, method="post", args=owned_article),
    "stewardship:judge": Entry(args=article),
    "stewardship:opinions": only("cm", "administrator", otherwise=403, args=owned_article),
    "stewardship:hand_overs": only("cm", "administrator", otherwise=403),
    "stewardship:hand_over": only("cm", "administrator", otherwise=403, args=hand_over),
}
