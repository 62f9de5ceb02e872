import os
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError, CommandParser

from intranet.config.prepare import demo_accounts, prepare
from intranet.config.supervisor import Supervisor, foreground, port_is_free, wait_until_it_answers
from intranet.core.checks import AT_START


def port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError
    return number


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # run in handle, once the address is known
    help = "Bring the site up to date, then serve it with its worker until Ctrl-C. One command for one machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=port, default=8000, help="port to listen on (default: %(default)s)")
        parser.add_argument(
            "--reload", action="store_true", help="restart when a file of the code changes (development)"
        )

    def handle(self, *, host: str, port: int, reload: bool, **options: Any) -> None:
        with foreground():
            self.serve(host, port, reload)

    def serve(self, host: str, port: int, reload: bool) -> None:
        os.environ["HOST"] = host  # what demo_stays_at_home looks at, here and in the processes we start
        if reason := port_is_free(host, port):
            raise CommandError(
                f"Cannot listen on {host}:{port}: {reason}. Choose another port: make run PORT={port + 1}"
            )
        self.check(tags=AT_START, display_num_errors=True)
        try:
            prepare(self.say)
        except KeyboardInterrupt:
            self.say("Stopped while preparing; the next start goes on.")
            return
        self.check(tags=[Tags.database], databases=["default"])  # what only the data tells
        accounts = demo_accounts()
        supervisor = Supervisor(host=host, port=port, reload=reload)
        with supervisor:
            if wait_until_it_answers(host, port, supervisor.is_running):
                self.welcome(host, port, accounts)
            reason = supervisor.wait()
        if reason:
            raise CommandError(reason)
        self.say("Stopped.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def welcome(self, host: str, port: int, accounts: list[tuple[str, str]]) -> None:
        shown = f"[{host}]" if ":" in host else host
        self.say(f"\n  Parvis is at http://{shown}:{port}/    (Ctrl-C stops it)\n")
        if accounts:
            self.say("  Demo accounts, password “parvis-demo”:")
            for username, roles in accounts:
                self.say(f"    {username:<10} {roles}")
            self.say("")
