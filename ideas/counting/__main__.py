"""Count a published ballots file, on any machine with Python: ``python -m ideas.counting ballots.pb``."""

import json
import sys
from hashlib import sha256
from pathlib import Path

from ideas.counting import pabulib
from ideas.counting.tally import Rules, tally, winners


def main(arguments: list[str]) -> int:
    """Print the winners, or everything as JSON (``--json``). 0: counted; 1: one line on standard error says why not."""
    names = [argument for argument in arguments if argument != "--json"]
    if len(names) != 1:
        print("usage: python -m ideas.counting FILE.pb [--json]", file=sys.stderr)
        return 1
    try:
        content = Path(names[0]).read_bytes()
        read = pabulib.read(content)
        result = tally(read.election, Rules.of(read.election))
    except (OSError, pabulib.BadFile) as error:
        print(f"{names[0]}: {error}", file=sys.stderr)
        return 1
    for warning in read.warnings:
        print(f"{names[0]}: {warning}", file=sys.stderr)
    if "--json" in arguments:
        print(json.dumps(result, indent=1, ensure_ascii=False, sort_keys=True))
        return 0
    print(f"{len(read.election.ballots)} ballots, SHA-256 of the file {sha256(content).hexdigest()}")
    for place, name in enumerate(winners(result), 1):
        project = read.election.by_id[name]
        print(f"{place}. {name} {project.name} (cost {project.cost}, points {read.election.points[name]})")
    if imported := result.get("imported_supports"):
        print(f"Not counted: {imported} supports given elsewhere, before their ideas were imported.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
