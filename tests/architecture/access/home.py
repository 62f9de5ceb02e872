"""The first page, and the directory of people: for everyone who is signed in."""

from tests.architecture.access import EVERYONE, Arguments, Entry
from tests.factories.people import make_user


def somebody() -> Arguments:
    return (make_user(username="ines").username,), {}


ACCESS = {
    "home:home": EVERYONE,
    "people:list": EVERYONE,
    "people:complete": EVERYONE,
    # One's own profile: the address names nobody.
    "people:edit": EVERYONE,
    "people:profile": Entry(args=somebody),
}
