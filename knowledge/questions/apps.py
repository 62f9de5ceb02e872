from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "knowledge.questions"
    label = "questions"
    verbose_name = _("Questions")

    def ready(self) -> None:
        from knowledge.questions import registration

        registration.register()
