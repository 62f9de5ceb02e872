from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Switch:
    """Something that a person turns on or off in their profile, offered by a room under ``profile.switches``.

    A provider is called with the person and returns their switches as they stand; ``set(on)`` changes one, in the
    transaction that saves the profile. ``name`` is the field's name in the form.
    """

    name: str
    label: str | Promise
    help_text: str | Promise
    is_on: bool
    set: Callable[[bool], None]
