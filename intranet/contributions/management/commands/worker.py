from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.autoreload import run_with_reloader

from intranet.contributions.worker import SiteWorker
from intranet.core.checks import AT_START


class Command(BaseCommand):
    requires_system_checks = AT_START
    help = (
        "Do what happens after the request: background tasks, notifications, indexing, periodic work. Ctrl-C stops it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reload", action="store_true", help="restart when a file of the code changes (development)"
        )

    def handle(self, *, reload: bool, **options: Any) -> None:
        worker = SiteWorker()
        if reload:
            run_with_reloader(worker.run)
        else:
            worker.run()
