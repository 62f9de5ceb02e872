"""Each person's own notifications; somebody else's do not exist. Everyone follows what they may see."""

from tests.architecture.access import EVERYONE, Arguments, Entry
from tests.factories.discussions import make_thread
from tests.factories.people import make_user


def of_somebody_else() -> Arguments:
    from intranet.contributions.models import Activity
    from intranet.notifications.models import Notification

    thread = make_thread(make_user())
    activity = Activity.objects.filter(target_id=thread.pk, verb="thread.created").get()
    return (Notification.objects.create(recipient=make_user(), activity=activity, reason="follow").pk,), {}


def one_thread() -> Arguments:
    return ("thread", make_thread(make_user()).pk), {}


ACCESS = {
    "notifications:list": EVERYONE,
    "notifications:mark_all_read": Entry(302, 302, 302, 302, method="post"),
    "notifications:open": Entry(404, 404, 404, 404, args=of_somebody_else),
    "notifications:follow": Entry(302, 302, 302, 302, method="post", args=one_thread),
}
