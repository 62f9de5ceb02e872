from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from intranet.accounts.models import User
from intranet.demo.company import DOMAIN
from intranet.demo.counting import counts
from intranet.demo.loading import load_company
from intranet.demo.settling import settle


class Command(BaseCommand):
    help = (
        "Load the demo company: forty people, what they know, propose and say. With --scale, add volume for measuring. "
        "Run again, it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, default=0, metavar="N", help="also add N times the company, generated")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PARVIS_DEMO:
            raise CommandError("The demo company has a public password: set PARVIS_DEMO=1 to load it.")
        if not 0 <= options["scale"] <= 100:
            raise CommandError("--scale takes a number from 0 to 100.")
        verbosity = options["verbosity"]
        if User.objects.filter(email__iendswith=f"@{DOMAIN}").exists():
            self._say(verbosity, "The demo company is there already: nothing was changed.")
        else:
            self._load(verbosity)
        if options["scale"]:
            self._grow(options["scale"], verbosity)
        for label, count in counts():
            self._say(verbosity, f"{count:>8}  {label}")

    def _load(self, verbosity: int) -> None:
        if User.objects.filter(username__in=["camille", "leila", "admin", "elise", "marc"]).exists():
            raise CommandError("This site has people with the names of the demo accounts: use an empty database.")
        load_company(self._progress(verbosity, "Living the past of the company"))
        settle()

    def _grow(self, scale: int, verbosity: int) -> None:
        from intranet.demo.volume import grow

        if not grow(scale, say=lambda text: self._say(verbosity, text)):
            self._say(verbosity, "The volume is there already: nothing was added.")

    def _say(self, verbosity: int, text: str) -> None:
        if verbosity:
            self.stdout.write(text)

    def _progress(self, verbosity: int, text: str) -> Any:
        def show(done: int, total: int) -> None:
            if verbosity and (done == total or done % 100 == 0):
                self.stdout.write(f"{text}: {done} of {total}", ending="\n" if done == total else "\r")
                self.stdout.flush()

        return show
