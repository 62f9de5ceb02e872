from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "intranet.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from intranet.contributions.registry import registry
        from intranet.core.compiled import Compiled
        from intranet.notifications.models import Notification
        from intranet.notifications.rules import tell_offered
        from intranet.ui.context import set_bell

        registry.handle("*", tell_offered)
        unread = Compiled(
            lambda user_id: Notification.objects.filter(recipient=user_id).unread().values_list("pk")[:100]
        )
        set_bell(lambda user: len(unread(user.pk)))
