"""Where the environment is read, once. Every variable is listed in ``docs/administrator.md``."""

from pathlib import Path

import environ

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(env.str("PARVIS_VAR", default=str(BASE_DIR / "var")))

DEBUG = env.bool("DEBUG", default=False)


def generated_secret_key() -> str:
    """Return the key kept in ``var/secret_key``, made at the first start.

    A site without ``SECRET_KEY`` in its environment still gets a strong key that survives restarts.
    Two processes that start together agree: the file is created exclusively, the loser reads it.
    """
    from django.core.management.utils import get_random_secret_key

    path = VAR_DIR / "secret_key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as handle:
            path.chmod(0o600)
            handle.write(get_random_secret_key())
    except FileExistsError:
        pass
    return path.read_text().strip()
