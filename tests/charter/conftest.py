from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intranet.charter.theme import theme_in_force


@pytest.fixture(autouse=True)
def _theme_of_this_test(_site_theme_at_rest: None) -> None:
    """Here the theme is read from the database, as on a site."""
    theme_in_force.forget()


@pytest.fixture
def count_queries() -> Callable[[Callable[[], Any]], int]:
    def count(action: Callable[[], Any]) -> int:
        action()
        theme_in_force._asked_at = float("inf")  # not once more while we count
        with CaptureQueriesContext(connection) as queries:
            action()
        return len(queries)

    return count
