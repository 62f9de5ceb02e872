from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "intranet.config"
    label = "parvis_config"

    def ready(self) -> None:
        from intranet.accounts import roles
        from intranet.contributions.registry import registry
        from intranet.core import health

        health.ready_too(lambda: registry.ask("ready"))
        roles.grant("wagtailadmin.access_admin", roles.COMMUNITY_MANAGER)
