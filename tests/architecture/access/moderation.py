"""Everyone reports and reads the log; only moderators see the queue and decide."""

from tests.architecture.access import EVERYONE, Arguments, Entry, only
from tests.factories.discussions import make_thread
from tests.factories.people import make_user


def one_thread() -> Arguments:
    return ("thread", make_thread(make_user()).pk), {}


def one_report() -> Arguments:
    from intranet.moderation import actions

    thread = make_thread(make_user())
    return (actions.report(thread, by=make_user(), category="other", words="Look").pk,), {}


MODERATORS = ("cm", "administrator")
# Nothing was filled in: whoever may decide is told so, the others are refused before.
DECIDING = only(*MODERATORS, otherwise=403, status=422, method="post", args=one_thread)

ACCESS = {
    "moderation:queue": only(*MODERATORS, otherwise=403),
    "moderation:log": EVERYONE,
    "moderation:my_reports": EVERYONE,
    "moderation:one_report": only(*MODERATORS, otherwise=404, status=302, args=one_report),
    "moderation:report": Entry(args=one_thread),
    "moderation:case": only(*MODERATORS, otherwise=403, args=one_thread),
    "moderation:hide": DECIDING,
    "moderation:restore": DECIDING,
    "moderation:dismiss": DECIDING,
}
