from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpinionsConfig(AppConfig):
    name = "ideas.opinions"
    label = "ideas_opinions"
    verbose_name = _("Opinion maps")

    def ready(self) -> None:
        from ideas.opinions.registration import register

        register()
