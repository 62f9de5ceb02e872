"""The plan of the house, as data in pyproject.toml, holds."""

import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def test_rooms_import_only_from_the_layers_below() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_every_room_has_its_place_in_the_layers() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    placed = {room.strip(" ()") for layer in layers for room in layer.split("|")}
    # A part of a room (intranet.search.measuring) stands where its room stands.
    places = (ROOT, ROOT / "intranet")
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).parent in places}
    assert sorted(ours - placed) == []
