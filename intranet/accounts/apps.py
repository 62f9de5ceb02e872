from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "intranet.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from intranet.accounts.roles import ADMINISTRATOR, grant, grant_permissions_after_migrate

        grant("ui.see_design_system", ADMINISTRATOR)
        # To administrators alone: a restricted space is not there for the community manager either.
        grant("accounts.see_every_space", ADMINISTRATOR)
        post_migrate.connect(grant_permissions_after_migrate, dispatch_uid="accounts.roles")
