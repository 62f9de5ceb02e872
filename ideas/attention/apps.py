from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttentionConfig(AppConfig):
    name = "ideas.attention"
    label = "ideas_attention"
    verbose_name = _("Attention")

    def ready(self) -> None:
        from ideas.attention.registration import register

        register()
