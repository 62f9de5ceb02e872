"""What is made or changed for a while: kept inside a transaction that is rolled back at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Undo at its end all that is changed inside, whether it is a site for many tests or one request of one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
