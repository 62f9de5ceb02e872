from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JoiningConfig(AppConfig):
    name = "ideas.joining"
    label = "ideas_joining"
    verbose_name = _("Merging and splitting ideas")

    def ready(self) -> None:
        from ideas.joining.registration import register

        register()
