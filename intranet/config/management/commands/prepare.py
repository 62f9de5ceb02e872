from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand

from intranet.config.prepare import prepare
from intranet.core.checks import AT_START


class Command(BaseCommand):
    requires_system_checks = AT_START
    help = "Compile translations, migrate, gather static files, create the search index. Quick when there is nothing to do."

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(self.stdout.write)
        self.check(tags=[Tags.database], databases=["default"])  # what only the data tells
        self.stdout.write("Ready.")
