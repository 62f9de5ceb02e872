"""Several people at the same instant: real threads, on connections of their own. PostgreSQL only (see ``postgresql``)."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection, connections


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Let all of ``works`` go together; return what each returned, or the exception that it raised, in their order."""
    gate = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(30)
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def raised_at_once(*works: Callable[[], Any]) -> list[Exception]:
    """Let all of ``works`` go together; return the exceptions that some raised."""
    return [result for result in at_once(*works) if isinstance(result, Exception)]
