import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError

from intranet.contributions import outbox, worker
from intranet.contributions.registry import registry
from intranet.contributions.worker import AFTER_A_FAILURE, IDLE, OutboxThread, Periodic


@pytest.fixture
def thread(monkeypatch: pytest.MonkeyPatch) -> OutboxThread:
    """The thread that hands out, in the transaction of the test: nothing may close its connection."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    return OutboxThread(threading.Event())


@pytest.fixture
def every_second(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    def provide(work: Callable[[], object]) -> None:
        monkeypatch.setitem(registry._providers, "periodic", [lambda: Periodic("test", 1.0, work)])

    return provide


@pytest.mark.django_db
def test_an_empty_outbox_is_looked_at_again_soon_and_a_full_one_at_once(
    thread: OutboxThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert thread.round() == IDLE
    monkeypatch.setattr(outbox, "dispatch_pending", lambda: outbox.BATCH)
    assert thread.round() == 0


@pytest.mark.django_db
def test_a_database_that_restarts_is_waited_for(thread: OutboxThread, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> int:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    with monkeypatch.context() as restarting:
        restarting.setattr(outbox, "dispatch_pending", gone)
        assert thread.round() == AFTER_A_FAILURE
    assert thread.round() == IDLE


@pytest.mark.django_db
def test_periodic_work_is_done_when_due_and_a_failure_stops_nothing(
    thread: OutboxThread, every_second: Callable[[Callable[[], object]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(worker.time, "monotonic", lambda: now[0])
    done: list[float] = []

    def work() -> None:
        done.append(now[0])
        raise ValueError("a feed that answers nonsense")

    every_second(work)
    for later in (0, 0.5, 0.6):
        now[0] += later
        assert thread.round() == IDLE
    assert done == [100.0, 101.1]


@pytest.mark.django_db
def test_periodic_work_is_left_to_whoever_does_it_already(
    thread: OutboxThread, every_second: Callable[[Callable[[], object]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import contextmanager

    @contextmanager
    def held_elsewhere(name: str):
        yield False

    monkeypatch.setattr(worker, "sole_holder", held_elsewhere)
    done: list[bool] = []
    every_second(lambda: done.append(True))
    thread.run_periodic()
    assert done == []
