"""The process that does what happens after a request: tasks in its main thread, the outbox in a second one.

A feature declares periodic work from ``AppConfig.ready()``::

    registry.provide("periodic", lambda: Periodic("digests", 3600, send_due_digests))
"""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker

from intranet.contributions import outbox
from intranet.contributions.registry import registry
from intranet.core.locks import sole_holder

log = structlog.get_logger("parvis.worker")

IDLE = 0.2  # seconds between two looks at an empty outbox
AFTER_A_FAILURE = 2.0  # seconds, while the database restarts


@dataclass(frozen=True)
class Periodic:
    """Work that some process of the site does every ``seconds``. It must bear being run late, twice, or not at all."""

    name: str
    seconds: float
    work: Callable[[], object]


@dataclass
class OutboxThread:
    """Hands out activities as they come, and runs periodic work when it is due."""

    stopping: threading.Event
    due: dict[str, float] = field(default_factory=dict)

    def run(self) -> None:
        while not self.stopping.is_set():
            pause = self.round()
            if pause:
                self.stopping.wait(pause)
        connections.close_all()

    def round(self) -> float:
        """Do one round; return how long to rest before the next (0: there is more)."""
        try:
            close_old_connections()
            taken = outbox.dispatch_pending()
            self.run_periodic()
        except (DatabaseError, InterfaceError) as error:
            log.warning("the database does not answer; trying again", error=str(error))
            connections.close_all()
            return AFTER_A_FAILURE
        except Exception:
            log.exception("the outbox failed")
            return AFTER_A_FAILURE
        return 0 if taken >= outbox.BATCH else IDLE

    def run_periodic(self) -> None:
        now = time.monotonic()
        for periodic in registry.ask("periodic"):
            if now < self.due.get(periodic.name, 0):
                continue
            self.due[periodic.name] = now + periodic.seconds
            with sole_holder(f"periodic-{periodic.name}") as mine:
                if mine:
                    self.run_one(periodic)

    def run_one(self, periodic: Periodic) -> None:
        try:
            periodic.work()
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            log.exception("periodic work failed", name=periodic.name)


class SiteWorker:
    """Both threads, and one way to stop them."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.tasks = Worker(
            queue_names=["*"],
            interval=0.5,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """Work until SIGINT or SIGTERM; a running task and a running round are finished first."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self.stop)
        outbox_thread = threading.Thread(target=OutboxThread(self.stopping).run, name="outbox")
        outbox_thread.start()
        log.info("worker started", worker=self.tasks.worker_id)
        try:
            self.run_tasks()
        finally:
            self.stopping.set()
            outbox_thread.join()
            connections.close_all()
            log.info("worker stopped", worker=self.tasks.worker_id)

    def run_tasks(self) -> None:
        while not self.stopping.is_set():
            try:
                self.tasks.run()
            except (DatabaseError, InterfaceError) as error:
                log.warning("the database does not answer; trying again", error=str(error))
                connections.close_all()
                self.stopping.wait(AFTER_A_FAILURE)
            except SystemExit:
                break

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()
        self.tasks.running = False
        if not self.tasks.running_task:
            raise SystemExit  # out of the sleep between two looks
