import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from intranet.accounts import roles
from intranet.accounts.models import User
from tests.factories.people import make_user

CORPUS = Path(os.environ.get("PARVIS_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "corpus"))


@pytest.fixture
def employee(db: None) -> User:
    return make_user(username="elise")


@pytest.fixture
def colleague(db: None) -> User:
    return make_user(username="marc")


@pytest.fixture
def cm(db: None) -> User:
    return make_user(roles.COMMUNITY_MANAGER, username="camille")


@pytest.fixture
def leader(db: None) -> User:
    return make_user(roles.LEADERSHIP, username="leila")


@pytest.fixture
def admin_user(db: None) -> User:
    return make_user(roles.ADMINISTRATOR, username="admin", is_staff=True, is_superuser=True)


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """Return a function that gives a browser signed in as somebody."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def dispatch() -> Callable[[], int]:
    """Run what the worker would: hand pending activities to their handlers."""
    from intranet.contributions.outbox import dispatch_all

    return dispatch_all
