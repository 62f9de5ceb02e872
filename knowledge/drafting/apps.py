from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftingConfig(AppConfig):
    name = "knowledge.drafting"
    label = "drafting"
    verbose_name = _("Unsaved texts")

    def ready(self) -> None:
        from intranet.contributions.registry import registry
        from intranet.contributions.worker import Periodic
        from knowledge.drafting import presenting
        from knowledge.drafting.models import Answers, Draft, Editing

        registry.provide("editor.parts", presenting.editor_parts)
        registry.provide("editor.saved", Draft.objects.saved)
        registry.provide("editor.saved", Answers.objects.forget)
        registry.provide("editor.answers", Answers.objects.of)
        registry.provide("editor.kept", Draft.objects.kept)
        registry.provide("knowledge.unsaved", presenting.unsaved)
        registry.provide("uploads.needed", Draft.objects.uploads_among)
        registry.provide("periodic", lambda: Periodic("editors who left", 3600, Editing.objects.forget_gone))
