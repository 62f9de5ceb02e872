from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Tool:
    """Something that a person may do with what they look at, offered by a room under the service ``contribution.tools``.

    A provider is called with ``(user, target)`` and returns the tools that this person has for this object, without a
    query that an ordinary page has not made already.
    """

    label: str | Promise
    url: str
    icon: str
