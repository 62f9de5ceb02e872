"""The frame: theme and language can be chosen before sign-in; the living page is for administrators."""

from tests.architecture.access import PUBLIC, Arguments, Entry, only

BY_POST = {"anonymous": 405, "employee": 405, "cm": 405, "leader": 405, "administrator": 405}


def version() -> Arguments:
    return ("x",), {}


ACCESS = {
    "ui:living_page": only("administrator", otherwise=403),
    "ui:theme": Entry(public=True, **BY_POST),
    "ui:language": Entry(public=True, **BY_POST),
    "ui:theme_css": PUBLIC.having(args=version),
}
