from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PassagesConfig(AppConfig):
    name = "knowledge.passages"
    label = "passages"
    verbose_name = _("Passages asked about or contested")

    def ready(self) -> None:
        from knowledge.passages.registration import register

        register()
