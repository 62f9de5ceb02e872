"""Who looks at how the search does: the community manager; stewards see gaps (``tests/measuring``); changes are open to the leadership."""

from uuid import uuid4

from intranet.search.measuring import editing
from intranet.search.measuring.models import Judgement
from tests.architecture.access import Arguments, Entry, only
from tests.factories.measuring import make_change, make_gap
from tests.factories.people import make_user

TUNERS = ("cm", "administrator")
HEARD = Entry(employee=204, cm=204, leader=204, administrator=204, method="post")


def somebodys_search() -> Arguments:
    return (uuid4(),), {}


def gap() -> Arguments:
    return (make_gap().pk,), {}


def judgement() -> Arguments:
    row = Judgement.objects.judge("bike", "article", 1, by=None, source=Judgement.Source.HAND, grade=3)
    assert row is not None
    return (row.pk,), {}


def change() -> Arguments:
    return (make_change().pk,), {}


def applied() -> Arguments:
    found = make_change()
    editing.apply(found, by=make_user())
    return (found.pk,), {}


DONE = only(*TUNERS, otherwise=403, status=302, method="post")
GAP = only(*TUNERS, args=gap)

ACCESS = {
    "measuring:palette": HEARD,
    "measuring:opened": HEARD.having(args=somebodys_search),
    "measuring:insight": only(*TUNERS, otherwise=403),
    "measuring:gaps": only(*TUNERS, otherwise=403),
    "measuring:gap": GAP,
    "measuring:close": only(*TUNERS, status=302, method="post", args=gap),
    "measuring:set_aside": only(*TUNERS, status=302, method="post", args=gap),
    "measuring:solved": only(args=gap),
    "measuring:judgements": only(*TUNERS, otherwise=403),
    "measuring:remove_judgement": DONE.having(args=judgement),
    "measuring:changes": only("leader", *TUNERS, otherwise=403),
    "measuring:change": only(*TUNERS, otherwise=403, args=change),
    "measuring:apply": DONE.having(args=change),
    "measuring:undo": DONE.having(args=applied),
}
