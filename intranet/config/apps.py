from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "intranet.config"
    label = "parvis_config"

    def ready(self) -> None:
        from intranet.accounts import roles

        roles.grant("wagtailadmin.access_admin", roles.COMMUNITY_MANAGER)
