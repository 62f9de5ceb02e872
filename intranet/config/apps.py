from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "intranet.config"
    label = "parvis_config"
