from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GlossaryConfig(AppConfig):
    name = "knowledge.glossary"
    label = "glossary"
    verbose_name = _("Glossary")

    def ready(self) -> None:
        from knowledge.glossary.registration import register

        register()
