from django.core.exceptions import ImproperlyConfigured


class SettingsError(ImproperlyConfigured):
    """The environment says something that cannot be used; the message has one line for each variable."""
