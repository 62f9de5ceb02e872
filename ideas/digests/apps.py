from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DigestsConfig(AppConfig):
    name = "ideas.digests"
    label = "ideas_digests"
    verbose_name = _("Digests of campaigns")

    def ready(self) -> None:
        from ideas.digests.parts import choice
        from ideas.digests.sending import send_due
        from intranet.contributions.registry import registry
        from intranet.contributions.worker import Periodic

        registry.provide("campaign.parts", choice)
        registry.provide("periodic", lambda: Periodic("ideas-digests", 600, send_due))
