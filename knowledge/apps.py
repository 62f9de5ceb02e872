from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    label = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self) -> None:
        from intranet.accounts import roles
        from intranet.contributions.registry import registry
        from knowledge import edge, kinds, rules

        roles.grant("knowledge.manage_knowledge", roles.COMMUNITY_MANAGER)
        roles.grant("wagtailadmin.access_admin", roles.COMMUNITY_MANAGER)
        for verb, label in kinds.VERBS.items():
            registry.declare_verb(verb, label)
        registry.register(kinds.ARTICLE)
        registry.register(kinds.SPACE)
        registry.provide("home.new", kinds.new_articles)
        registry.provide("home.first_step", kinds.first_step)
        registry.provide("search.also", kinds.touched_by)
        registry.provide("search.spaces", kinds.spaces_to_search)
        rules.declare()
        edge.connect()
