"""Everyone searches; what each finds is proved in ``tests/secrets``. The community manager tunes."""

from tests.architecture.access import EVERYONE, Arguments, Entry, only
from tests.factories.discussions import make_thread
from tests.factories.people import make_user

TUNERS = ("cm", "administrator")


def one_thread() -> Arguments:
    return ("thread", make_thread(make_user()).pk), {}


def one_group() -> Arguments:
    from tests.factories.search import make_synonyms

    return (make_synonyms("pay", "salary").pk,), {}


def one_bet() -> Arguments:
    from tests.factories.search import make_bet

    return (make_bet(make_thread(make_user()), "lunch").pk,), {}


TUNING = only(*TUNERS, otherwise=403)

ACCESS = {
    "search:results": EVERYONE,
    "search:palette": EVERYONE,
    "search:like": Entry(args=one_thread),
    "search:tuning": TUNING,
    "search:new_synonyms": TUNING,
    "search:synonyms": TUNING.having(args=one_group),
    "search:remove_synonyms": only(*TUNERS, otherwise=403, status=302, method="post", args=one_group),
    "search:choose_bet": TUNING,
    "search:new_bet": TUNING.having(args=one_thread),
    "search:bet": TUNING.having(args=one_bet),
    "search:remove_bet": only(*TUNERS, otherwise=403, status=302, method="post", args=one_bet),
    "search:weights": TUNING,
}
