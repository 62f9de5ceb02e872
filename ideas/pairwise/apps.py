from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairwiseConfig(AppConfig):
    name = "ideas.pairwise"
    label = "ideas_pairwise"
    verbose_name = _("Duels")

    def ready(self) -> None:
        from ideas.pairwise.registration import register

        register()
