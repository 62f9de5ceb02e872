from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "intranet.ui"
    label = "ui"
