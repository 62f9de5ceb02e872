from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "intranet.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from intranet.accounts import roles
        from intranet.contributions.registry import registry

        roles.grant("moderation.moderate", roles.COMMUNITY_MANAGER)
        registry.declare_verb("contribution.hidden", _("hid a contribution"))
        registry.declare_verb("contribution.restored", _("restored a contribution"))
        registry.declare_verb("report.filed", _("reported a contribution"))
        registry.declare_verb("report.settled", _("answered a report"))
