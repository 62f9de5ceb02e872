"""Where the environment is read, once. Every variable is listed in ``docs/administrator.md``.

An empty value is as good as none. A value that cannot be used never falls back silently: each one is noted with what to do about it, and
``refuse_problems`` (called at the end of the settings) stops the start with one line for each.
"""

import re
import zoneinfo
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import environ
from django.core.exceptions import ImproperlyConfigured

from intranet.config.errors import SettingsError

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


class Variables(environ.Env):
    """Reads variables strictly; what is wrong is kept in ``problems`` and the default stands in until the refusal."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []

    def _read(self, check_id: str, name: str, default: Any, read: Callable[[str], Any], remedy: str) -> Any:
        raw = self.ENVIRON.get(name)
        if raw is None or not raw.strip():
            return default
        try:
            return read(raw.strip())
        except (ValueError, KeyError, ImproperlyConfigured):
            shown = re.sub(r"//[^@/]*@", "//…@", raw)
            problem = f"parvis.{check_id} {name}={shown!r} cannot be used: {remedy}"
            if problem not in self.problems:
                self.problems.append(problem)
            return default

    def bool(self, var: str, default: Any = False) -> bool:
        def read(value: str) -> bool:
            if value.lower() not in TRUE | FALSE:
                raise ValueError
            return value.lower() in TRUE

        return self._read("E001", var, default, read, "write 1 (yes) or 0 (no).")

    def int(self, var: str, default: Any = 0) -> int:
        def read(value: str) -> int:
            number = int(value)
            if number < 0:
                raise ValueError
            return number

        return self._read("E002", var, default, read, "write a whole number, 0 or more.")

    def choice(self, var: str, choices: list[str], default: str) -> str:
        """Read one of ``choices`` (their case is not looked at)."""
        by_name = {choice.lower(): choice for choice in choices}
        return self._read("E003", var, default, lambda v: by_name[v.lower()], f"write one of {', '.join(choices)}.")

    def time_zone(self, var: str, default: str) -> str:
        def read(value: str) -> str:
            if value not in zoneinfo.available_timezones():
                raise ValueError
            return value

        return self._read("E004", var, default, read, "write a name of the time zone database, such as Europe/Paris.")

    def base_url(self, var: str, default: str) -> str:
        """Read the address people type, without a slash at its end."""

        def read(value: str) -> str:
            url = urlparse(value)
            if url.scheme not in {"http", "https"} or not url.hostname or (url.port or 1) < 1:
                raise ValueError
            return value.rstrip("/")

        return self._read("E005", var, default, read, "write the site's address, such as https://intranet.example.com.")

    def origins(self, var: str) -> list[str]:
        def read(value: str) -> list[str]:
            origins = [origin.strip() for origin in value.split(",") if origin.strip()]
            if any(urlparse(origin).scheme not in {"http", "https"} for origin in origins):
                raise ValueError
            return origins

        return self._read(
            "E006", var, [], read, "write origins with their scheme, such as https://intranet.example.com."
        )

    def database(self, var: str, default: dict[str, Any]) -> dict[str, Any]:
        def read(value: str) -> dict[str, Any]:
            if "://" not in value or value.startswith("://"):
                raise ValueError
            config = self.db_url_config(value)
            engine = config.get("ENGINE", "").rpartition(".")[2]
            if engine not in {"sqlite3", "postgresql"} or not config.get("NAME") or config["NAME"] == ":memory:":
                raise ValueError
            return config

        remedy = (
            "write postgres://user:password@host:5432/name or sqlite:////absolute/path (special characters %-encoded)."
        )
        return self._read("E007", var, default, read, remedy)

    def redis(self, var: str) -> str:
        def read(value: str) -> str:
            url = urlparse(value)
            if value and (url.scheme not in {"redis", "rediss", "unix"} or not (url.hostname or url.path)):
                raise ValueError
            return value if url.port is None or url.port > 0 else ""

        return self._read("E008", var, "", read, "write redis://host:6379/0 (rediss:// for TLS).")

    def email(self, var: str, default: str) -> dict[str, Any]:
        remedy = "write smtp+tls://user:password@host:587, smtp://host:25, filemail:// or consolemail://."
        return self._read("E009", var, self.email_url_config(default), self.email_url_config, remedy)

    def refuse_problems(self) -> None:
        """Raise ``SettingsError`` if a variable could not be used."""
        if self.problems:
            raise SettingsError("\n".join(self.problems))


env = Variables()

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(env.str("PARVIS_VAR", default=str(BASE_DIR / "var"))).resolve()

DEBUG = env.bool("DEBUG", default=False)


def generated_secret_key() -> str:
    """Return the key kept in ``var/secret_key``, made at the first start.

    A site without ``SECRET_KEY`` in its environment still gets a strong key that survives restarts.
    Two processes that start together agree: the file appears whole and exclusively, the loser reads it.
    """
    import os
    import tempfile

    from django.core.management.utils import get_random_secret_key

    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, mine = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")
        with os.fdopen(descriptor, "w") as handle:
            handle.write(get_random_secret_key())
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(mine)
    return path.read_text().strip()
