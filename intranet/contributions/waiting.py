from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Waiting:
    """One line of "what needs you" on the home page, offered by a feature under the service ``home.waiting``.

    ``title`` says what to do, ``detail`` about what; ``at`` orders the list (oldest first); ``icon`` is a name of the sprite.
    """

    title: str | Promise
    detail: str | Promise
    url: str
    icon: str
    at: datetime
