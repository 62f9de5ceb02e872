from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "intranet.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from intranet.accounts import roles
        from intranet.contributions.registry import registry
        from intranet.search import finding, health, indexing, offers
        from intranet.search.engines import get_engine
        from intranet.ui.places import add_menu_entry

        roles.grant("search.tune_search", roles.COMMUNITY_MANAGER)
        for verb, label in offers.VERBS.items():
            registry.declare_verb(verb, label)
        registry.handle_batch(indexing.index_activities)
        registry.provide("search.similar", finding.similar)
        registry.provide("search.also", offers.touched_by)
        registry.provide("contribution.tools", offers.tools)
        registry.provide("periodic", health.periodic)
        registry.provide("ready", lambda: ("index", get_engine().is_ready()))
        add_menu_entry("search:tuning", _("Search settings"), "search", "search.tune_search")
