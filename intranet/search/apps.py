from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "intranet.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from intranet.contributions.registry import registry
        from intranet.search import finding, indexing
        from intranet.search.engines import get_engine

        registry.handle_batch(indexing.index_activities)
        registry.provide("search.similar", finding.similar)
        registry.provide("ready", lambda: ("index", get_engine().is_ready()))
