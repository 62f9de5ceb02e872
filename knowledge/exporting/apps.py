from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportingConfig(AppConfig):
    name = "knowledge.exporting"
    label = "exporting"
    verbose_name = _("Export of the knowledge base")

    def ready(self) -> None:
        from knowledge.exporting import registration

        registration.register()
