"""One small site with something of each kind. What a room adds to it stands in ``parts``."""

import importlib
import pkgutil
from typing import Any

from django.test import Client

from intranet.accounts import roles
from tests.bad_input import parts
from tests.bad_input.site import Form, Made, Site
from tests.factories.charter import clause, publish_charter
from tests.factories.discussions import make_post, make_thread
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user


def build() -> Site:
    """Make the small site: in the transaction of the caller, who undoes it."""
    made = _what_all_need()
    values: dict[str, dict[str, Any]] = {}
    forms: list[Form] = []
    for part in _parts():
        values |= part.values(made)
        forms += part.forms(made)
    client = Client(raise_request_exception=False)
    client.force_login(made.author)
    named = {f"{form.name}{number}": form for number, form in enumerate(forms)}
    return Site(made.author, made.reader, client, values, named)


def _what_all_need() -> Made:
    department = make_department("Workshop")
    author = make_user(
        roles.ADMINISTRATOR, username="ada", is_staff=True, is_superuser=True, department=department, language="en"
    )
    reader = make_user(username="rosa", department=department)
    publish_charter(clause("Respect"))
    charter = publish_charter(clause("Respect!"))
    space = make_space()
    article = make_article(by=author, space=space, tags=["welcome"])
    article.revise(by=author, base_revision=None, body="<p>Other words</p>", publish=True)
    article.refresh_from_db()
    thread = make_thread(author)
    return Made(
        author=author,
        reader=reader,
        department=department,
        space=space,
        article=article,
        idea=make_idea(author),
        thread=thread,
        other_thread=make_thread(reader, title="Longer lunches"),
        post=make_post(author, thread.discussion),
        charter=charter,
    )


def _parts() -> list[Any]:
    """Return the modules of ``tests/bad_input/parts``: each has ``values(made)`` for its addresses and ``forms(made)``."""
    names = sorted(module.name for module in pkgutil.iter_modules(parts.__path__))
    return [importlib.import_module(f"{parts.__name__}.{name}") for name in names]
