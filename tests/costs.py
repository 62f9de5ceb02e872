"""What pages cost: asked for twice, the second time counts."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(browser: Client, *addresses: str) -> list[int]:
    """Return how many queries each page takes for who has been there before."""
    found = []
    for address in addresses:
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        found.append(len(queries))
    return found
