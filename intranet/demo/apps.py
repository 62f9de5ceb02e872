from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "intranet.demo"
    label = "demo"
    verbose_name = _("Demo")

    def ready(self) -> None:
        from intranet.demo import checks  # noqa: F401  (checks register themselves)
