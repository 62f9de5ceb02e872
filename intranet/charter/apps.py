from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CharterConfig(AppConfig):
    name = "intranet.charter"
    label = "charter"
    verbose_name = _("Charter")

    def ready(self) -> None:
        from wagtail.signals import page_published

        from intranet.accounts import roles
        from intranet.charter import actions, edge, offers
        from intranet.charter.models import CharterPage, Clause
        from intranet.charter.theme import theme_in_force
        from intranet.contributions.registry import Kind, registry
        from intranet.ui.theme import set_source

        roles.grant("wagtailadmin.access_admin", roles.COMMUNITY_MANAGER)
        registry.register(
            Kind(
                model=Clause,
                name="clause",
                label=_("Charter clause"),
                label_plural=_("Charter"),
                icon="scroll-text",
                card="charter/_card.html",
                indexable=Clause.objects.in_force,
                document=Clause.document,
                discussion="discussion",
                order=60,
            )
        )
        registry.declare_verb("charter.published", _("published the charter"))
        registry.declare_verb("charter.acknowledged", _("has read the charter"))
        registry.declare_verb("clause.published", _("changed a clause of the charter"))
        registry.declare_verb("clause.withdrawn", _("withdrew a clause of the charter"))
        registry.provide("citable.clauses", offers.citable_clauses)
        registry.provide("home.waiting", offers.to_acknowledge)
        registry.declare_verb("charter.draft_amended", _("put an accepted wording into the draft of the charter"))
        registry.provide("charter.clause", offers.clause_of)
        registry.provide("charter.amend_draft", actions.amend_draft)
        set_source(theme_in_force)
        page_published.connect(edge.charter_was_published, sender=CharterPage, dispatch_uid="charter.published")
        post_migrate.connect(edge.after_migrate, dispatch_uid="charter.page")
