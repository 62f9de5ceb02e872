from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from intranet.accounts.models import User


class LiveConfig(AppConfig):
    name = "intranet.live"
    label = "live"
    verbose_name = pgettext_lazy("name of a part", "Live")

    def ready(self) -> None:
        from intranet.accounts.signals import deactivated
        from intranet.contributions.registry import registry
        from intranet.live.access import own_topic
        from intranet.live.publishing import publish

        registry.provide("live.authorize", own_topic)
        registry.provide("live.publish", publish)
        deactivated.connect(cut_off, dispatch_uid="live.deactivated")
        user_logged_out.connect(look_again, dispatch_uid="live.signed_out")


def cut_off(sender: Any, person: "User", **kwargs: Any) -> None:
    """A closed account loses its open sockets at once."""
    from intranet.live.publishing import recheck

    recheck(user_id=person.pk)


def look_again(sender: Any, user: "User | None", **kwargs: Any) -> None:
    """Signing out closes the sockets of that session; those of other devices find theirs still valid."""
    from intranet.live.publishing import recheck

    if user is not None:
        recheck(user_id=user.pk)
