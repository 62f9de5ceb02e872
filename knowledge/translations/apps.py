from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationsConfig(AppConfig):
    name = "knowledge.translations"
    label = "article_translations"
    verbose_name = _("Translations of articles")

    def ready(self) -> None:
        from knowledge.translations.registration import register

        register()
