from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SuggestionsConfig(AppConfig):
    name = "knowledge.suggestions"
    label = "suggestions"
    verbose_name = _("Suggested edits")

    def ready(self) -> None:
        from knowledge.suggestions.registration import register

        register()
