"""Only the community manager chooses what the home page highlights."""

from tests.architecture.access import Arguments, only
from tests.factories.discussions import make_thread
from tests.factories.people import make_user

CHOOSERS = ("cm", "administrator")


def one_thread() -> Arguments:
    return ("thread", make_thread(make_user()).pk), {}


def one_highlight() -> Arguments:
    from django.utils import timezone

    from intranet.contributions.registry import registry
    from intranet.recognition.models import Highlight

    author = make_user()
    thread = make_thread(author)
    kind = registry.kind("thread")
    today = timezone.localdate()
    return (Highlight.objects.place(thread, kind=kind, by=author, why="Good", until=today).pk,), {}


ACCESS = {
    "recognition:highlights": only(*CHOOSERS, otherwise=403),
    "recognition:highlight": only(*CHOOSERS, otherwise=403, args=one_thread),
    "recognition:end": only(*CHOOSERS, otherwise=403, status=302, method="post", args=one_highlight),
}
