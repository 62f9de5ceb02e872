"""``make lint``: everything that is judged without running the site. Each judge speaks, then the verdict."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

# What a company's site would have: HTTPS, names, its own key.
DEPLOYED = {
    "PARVIS_HTTPS": "1",
    "PARVIS_BASE_URL": "https://intranet.example.com",
    "ALLOWED_HOSTS": "intranet.example.com",
    "PARVIS_TRUSTED_ORIGINS": "https://intranet.example.com",
    "SECRET_KEY": "8Jq2vXz5Lw9RtYb4Nc7Mf1Kd6Hg3Ps0Qa_Ue-Io+Wy=Tx!Zv?Bm",
}
JUDGES: dict[str, tuple[list[str], dict[str, str]]] = {
    "rules": ([f"{BIN}/ruff", "check", "."], {}),
    "shape": ([f"{BIN}/ruff", "format", "--check", "-q", "."], {}),
    "types": ([f"{BIN}/mypy"], {}),
    "layers": ([f"{BIN}/lint-imports"], {}),
    "migrations": ([sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    "deployment": ([sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], DEPLOYED),
}


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory() as var:
        for name, (command, environment) in JUDGES.items():
            print(f"--- {name}", flush=True)
            if subprocess.run(
                command, cwd=ROOT, env={**os.environ, "PARVIS_VAR": var, **environment}, check=False
            ).returncode:
                failed.append(name)
    print(f"Not well: {', '.join(failed)}" if failed else "All is well.")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
