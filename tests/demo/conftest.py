from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from intranet.accounts.models import User


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo company, loaded by its command for all the tests of this folder, which share one transaction.

    Loading takes seconds; no test here writes but through the command, so one is enough. Gives what the command said.
    """
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(PARVIS_DEMO=True, MEDIA_ROOT=str(media)), transaction.atomic():
        said = StringIO()
        call_command("create_demo", stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def person(demo: str) -> Any:
    return lambda username: User.objects.get(username=username)


@pytest.fixture
def _django_db_helper(demo: str) -> None:
    """What ``django_db`` means in this folder: not a transaction a test, which would empty it, but the company's own."""
