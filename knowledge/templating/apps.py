from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TemplatingConfig(AppConfig):
    name = "knowledge.templating"
    label = "templating"
    verbose_name = _("Templates of articles")

    def ready(self) -> None:
        from knowledge.templating.registration import register

        register()
