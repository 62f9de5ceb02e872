from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewingConfig(AppConfig):
    name = "knowledge.reviewing"
    label = "reviewing"
    verbose_name = _("Review before publishing")

    def ready(self) -> None:
        from knowledge.reviewing.registration import register

        register()
