from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ModerationConfig(AppConfig):
    name = "intranet.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from intranet.accounts import roles
        from intranet.contributions.registry import Kind, registry
        from intranet.moderation import offers, telling, waiting
        from intranet.moderation.models import Report
        from intranet.ui.places import add_menu_entry

        roles.grant("moderation.moderate", roles.COMMUNITY_MANAGER)
        registry.declare_verb("contribution.hidden", _("hid a contribution"))
        registry.declare_verb("contribution.restored", _("restored a contribution"))
        registry.declare_verb("report.filed", _("reported a contribution"))
        registry.declare_verb("report.settled", _("answered a report"))
        # Known to the registry so that a notification can lead to it; seen by its author and by moderators.
        registry.register(
            Kind(
                model=Report,
                name="report",
                label=pgettext_lazy("noun", "Report"),
                label_plural=pgettext_lazy("noun", "Reports"),
                icon="flag",
                addressed=False,
                order=900,
            )
        )
        registry.provide("notifications.recipients", telling.recipients)
        registry.provide("contribution.tools", offers.tools)
        registry.provide("home.waiting", waiting.for_moderators)
        add_menu_entry("moderation:queue", _("Moderation"), "gavel", "moderation.moderate")
