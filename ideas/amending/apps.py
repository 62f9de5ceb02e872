from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AmendingConfig(AppConfig):
    name = "ideas.amending"
    label = "ideas_amending"
    verbose_name = _("Amendments of the charter")

    def ready(self) -> None:
        from ideas.amending import registration

        registration.register()
