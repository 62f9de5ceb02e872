from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewingRoomConfig(AppConfig):
    name = "ideas.reviewing_room"
    label = "ideas_review"
    verbose_name = _("Leadership’s review room")

    def ready(self) -> None:
        from ideas.reviewing_room import registration

        registration.register()
