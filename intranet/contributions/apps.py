from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContributionsConfig(AppConfig):
    name = "intranet.contributions"
    label = "contributions"
    verbose_name = _("Contributions")

    def ready(self) -> None:
        from intranet.contributions.registry import registry

        registry.provide("periodic", _pruning)


def _pruning() -> object:
    from intranet.contributions.uploads import prune_unused
    from intranet.contributions.worker import Periodic

    return Periodic("unused-uploads", 24 * 3600, prune_unused)
