from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "ideas.exchange"
    label = "ideas_exchange"
    verbose_name = _("Import and export of ideas")

    def ready(self) -> None:
        from ideas.exchange.models import PendingImport
        from intranet.accounts import roles
        from intranet.contributions.registry import registry
        from intranet.contributions.worker import Periodic
        from intranet.ui.places import add_menu_entry

        add_menu_entry("ideas:exchange:import", _("Import ideas"), "upload", "ideas.change_campaign")
        add_menu_entry("ideas:exchange:export", _("Export ideas"), "download", "ideas.decide_idea")
        roles.grant("ideas_exchange.export_names", roles.COMMUNITY_MANAGER)
        registry.declare_verb("campaign.exported", _("exported ideas"))
        registry.declare_verb("campaign.imported", _("imported ideas from a file"))
        registry.provide("periodic", lambda: Periodic("ideas-imports", 3600, PendingImport.objects.forget_old))
