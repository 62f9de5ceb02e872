from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "intranet.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from intranet.people.edge import hear_of_accounts
        from intranet.people.kinds import register_kinds

        register_kinds()
        hear_of_accounts()
