"""The table of who may fetch which address. Each feature has a file here; ``test_access`` proves it line by line.

A file of this folder (``ideas.py``, …) defines ``ACCESS``, a dict from the URL's name to an ``Entry``::

    from tests.architecture.access import EVERYONE, LEADERS, Entry, only

    ACCESS = {
        "ideas:list": EVERYONE,                                        # each role gets 200
        "ideas:review": only("cm", "leader", "administrator"),         # the others get 404
        "ideas:support": Entry(args=make_args, method="post", employee=302, cm=302, leader=302, administrator=302),
    }

An ``Entry`` says what each role gets from one request. ``args`` is a function that makes what the address needs in the
database and returns ``(args, kwargs)`` for ``reverse``; ``data`` is the form of a POST. ``public=True`` marks what answers
without sign-in; for all the rest an anonymous request must be sent to sign in, which needs no line: it is always tested.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

Arguments = tuple[tuple[Any, ...], dict[str, Any]]
ROLES = ("employee", "cm", "leader", "administrator")


def no_arguments() -> Arguments:
    return (), {}


@dataclass(frozen=True)
class Entry:
    employee: int = 200
    cm: int = 200
    leader: int = 200
    administrator: int = 200
    public: bool = False
    anonymous: int = 200  # only looked at when public
    method: str = "get"
    args: Callable[[], Arguments] = no_arguments
    data: dict[str, Any] = field(default_factory=dict)

    def having(self, **changes: Any) -> "Entry":
        """Return the same line with other ``args``, ``method``…"""
        return replace(self, **changes)


EVERYONE = Entry()
PUBLIC = Entry(public=True)
# An address that only takes a POST, asked by GET: the view refuses the method before anything else.
POST_ONLY = Entry(employee=405, cm=405, leader=405, administrator=405)


def only(*roles: str, otherwise: int = 404, status: int = 200, **rest: Any) -> Entry:
    """The roles named get ``status``; the others ``otherwise`` (404 where existence would leak, else 403)."""
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"unknown roles: {unknown}")
    return Entry(**{role: status if role in roles else otherwise for role in ROLES}, **rest)
