from collections.abc import Iterator

import pytest

from intranet.search.engines import get_engine


@pytest.fixture(autouse=True)
def fresh_index(db: None) -> Iterator[None]:
    """Each test starts with an empty index, and leaves one."""
    _empty()
    yield
    _empty()


def _empty() -> None:
    for _done in get_engine().rebuild(()):
        pass
    get_engine().switch()
