from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ideas.voting.audit import differences


class Command(BaseCommand):
    help = "Count again supports, ballots, logs and results, and name every difference. Nothing is changed."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for difference in differences():
            found += 1
            self.stdout.write(str(difference))
        if found:
            raise CommandError(f"{found} differences", returncode=1)
        self.stdout.write("Every count is that of what is counted.")
