from collections.abc import Iterator

import pytest

from intranet.discussions.models import Discussion
from tests.factories.discussions import make_thread
from tests.factories.people import make_user
from tests.live.site import Site, served

PEOPLE = ["elise", "marc", "camille", "leila"]


@pytest.fixture(scope="session")
def processes(django_db_setup: None) -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def site(processes: Site, transactional_db: None) -> Site:
    """The served site, where four people are signed in."""
    processes.sessions.clear()
    processes.sign_in(*(make_user(username=name) for name in PEOPLE))
    return processes


@pytest.fixture
def discussion(site: Site) -> Discussion:
    from intranet.accounts.models import User

    return make_thread(User.objects.get(username="elise")).discussion
