"""Anybody can count a published file with Python alone, without the site."""

import json
import subprocess
import sys
from pathlib import Path

from tests.counting.test_pabulib import GOOD

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.modules['django'] = None; from ideas.counting.__main__ import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def test_a_file_is_counted_where_there_is_no_django(tmp_path: Path) -> None:
    path = tmp_path / "ballots.pb"
    path.write_text(GOOD)
    done = run(str(path))
    assert done.returncode == 0
    assert "1. a A tree" in done.stdout
    assert [entry["id"] for entry in json.loads(run(str(path), "--json").stdout)["chosen"]] == ["a"]


def test_a_bad_file_gives_one_clear_line_and_a_failing_exit(tmp_path: Path) -> None:
    path = tmp_path / "ballots.pb"
    path.write_text(GOOD.replace("1;a,b", "1;a,z"))
    for name, says in (
        (str(path), "line 13"),
        (str(tmp_path / "absent.pb"), "absent.pb"),
        (str(tmp_path), "directory"),
    ):
        done = run(name)
        assert done.returncode == 1
        assert says in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
