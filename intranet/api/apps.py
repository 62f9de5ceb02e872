from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "intranet.api"
    label = "api"
    verbose_name = _("Access for programs")

    def ready(self) -> None:
        from intranet.ui.places import add_menu_entry

        add_menu_entry("api:tokens", _("Access for programs"), "key")
