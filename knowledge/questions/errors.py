"""What a verb on a question refuses, in words for the person who asked for it."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """Nothing was changed; the message says why, and what can be done instead."""


class EditedMeanwhile(Refused):
    """The text was saved elsewhere since the form was opened."""
