from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuringConfig(AppConfig):
    name = "intranet.search.measuring"
    label = "measuring"
    verbose_name = _("How the search does")

    def ready(self) -> None:
        from intranet.search.measuring.registration import register

        register()
