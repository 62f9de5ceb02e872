from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StewardshipConfig(AppConfig):
    name = "knowledge.stewardship"
    label = "stewardship"
    verbose_name = _("Trust in articles")

    def ready(self) -> None:
        from knowledge.stewardship.registration import register

        register()
