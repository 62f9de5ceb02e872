from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "intranet.core"
    label = "core"

    def ready(self) -> None:
        from intranet.core import checks, health  # noqa: F401  (checks register themselves)

        health.ready_when("database", health.database_answers)
        health.ready_when("channel_layer", health.channel_layer_answers)
        health.ready_when("cache", health.cache_answers)
