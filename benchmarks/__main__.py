import argparse
import importlib
import platform
import time

PARTS = {
    "pages": "Pages",
    "bytes": "Over the wire",
    "live": "Live",
    "search": "Search",
    "relevance": "Relevance",
    "opinions": "Opinion map",
    "fairness": "Fair attention",
    "ideas": "Ideas at volume",
    "voting": "Votes",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the site on this machine.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure (default: everything)")
    parser.add_argument("--scale", type=int, default=20, help="volume of the demo company")
    parser.add_argument("--set", action="append", default=[], metavar="DIR", help="a relevance set to measure on")
    arguments = parser.parse_args()
    print(f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, Python {platform.python_version()}")
    for name in arguments.parts or PARTS:
        print(f"\n## {PARTS[name]}\n")
        part = importlib.import_module(f"benchmarks.{name}")
        more = (arguments.set,) if name == "relevance" else ()
        print(part.run(arguments.scale, *more), flush=True)


if __name__ == "__main__":
    main()
