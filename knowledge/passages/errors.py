from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """What was asked cannot be done now: the message says it to the person."""
