from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotingConfig(AppConfig):
    name = "ideas.voting"
    label = "ideas_voting"
    verbose_name = _("Votes")

    def ready(self) -> None:
        from ideas.voting.registration import register

        register()
