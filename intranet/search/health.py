"""The worker's care for the index: what is damaged, missing something or of another version is made again."""

import time

import structlog
from django_tasks import task

from intranet.contributions.worker import Periodic
from intranet.core.locks import sole_holder
from intranet.search import indexing
from intranet.search.engines import get_engine

log = structlog.get_logger("parvis.search")

LOOK_EVERY = 10.0  # seconds
_READ_ALL_EVERY = 900.0
_TRY_AGAIN_AFTER = 60.0
_next_reading = 0.0
_next_try = 0.0


def look_after() -> None:
    """Look at the index; all of it at the start of the process and every quarter of an hour. Ask for a new one if need be."""
    global _next_reading, _next_try
    now = time.monotonic()
    thorough = now >= _next_reading
    if thorough:
        _next_reading = now + _READ_ALL_EVERY
    fault = get_engine().fault(thorough=thorough)
    if fault and now >= _next_try:
        _next_try = now + _TRY_AGAIN_AFTER
        log.error("the search index is made again", fault=fault)
        make_again.enqueue()


@task()
def make_again() -> None:
    """Build the index if it still has to be; one process at a time."""
    with sole_holder("search-rebuild") as mine:
        if mine and get_engine().fault():
            *_steps, done = indexing.rebuild()
            log.info("the search index is made again", documents=done)


def periodic() -> Periodic:
    return Periodic("search-index", LOOK_EVERY, look_after)
