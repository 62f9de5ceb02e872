from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LivingConfig(AppConfig):
    name = "ideas.living"
    label = "ideas_living"
    verbose_name = _("The life of ideas")

    def ready(self) -> None:
        from ideas.living import registration

        registration.register()
