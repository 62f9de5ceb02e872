from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecognitionConfig(AppConfig):
    name = "intranet.recognition"
    label = "recognition"
    verbose_name = _("Recognition")

    def ready(self) -> None:
        from intranet.accounts import roles
        from intranet.contributions.registry import registry
        from intranet.notifications.rules import notify
        from intranet.recognition import choices, offers, telling
        from intranet.ui.places import add_menu_entry

        roles.grant("recognition.highlight", roles.COMMUNITY_MANAGER)
        registry.declare_verb("contribution.highlighted", _("highlighted a contribution"))
        registry.declare_verb("contribution.highlight_ended", _("ended a highlight"))
        registry.provide("home.highlights", choices.home_highlights)
        registry.provide("contribution.tools", offers.tools)
        notify("contribution.highlighted", to=telling.author_of)
        add_menu_entry("recognition:highlights", _("Highlights"), "star", "recognition.highlight")
