"""What a verb on a question refuses, in words for the person who asked for it."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """Nothing was changed; the message says why, and what can be done instead."""


class TooMany(Refused):
    """This person writes faster than people read: what they sent can be sent again later."""


class EditedMeanwhile(Refused):
    """The text was saved elsewhere since the form was opened."""
