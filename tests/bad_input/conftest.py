from collections.abc import Iterator

import pytest

from tests.bad_input.site import Faults, Site, build


@pytest.fixture
def site(db: None, settings) -> Site:
    settings.PARVIS_POSTS_PER_MINUTE = 100_000
    settings.PARVIS_QUESTIONS_PER_HOUR = 100_000
    settings.ACCOUNT_RATE_LIMITS = False
    return build()


@pytest.fixture
def faults() -> Iterator[Faults]:
    found = Faults()
    yield found
    found.none()
