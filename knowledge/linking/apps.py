from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LinkingConfig(AppConfig):
    name = "knowledge.linking"
    label = "linking"
    verbose_name = _("Links between articles")

    def ready(self) -> None:
        from knowledge.linking import registration

        registration.register()
