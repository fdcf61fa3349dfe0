"""`uv run python -m benchmarks.peers`: the table of ratios, measured by turns on one core."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from math import isfinite
from pathlib import Path

from benchmarks.peers.gulf import gulf_of_aden
from benchmarks.peers.measure import ALL, Row, measure, table
from benchmarks.peers.theatre import Theatre, square

THEATRES: dict[str, Callable[[float], Theatre]] = {"gulf": gulf_of_aden, "square": square}


def days(text: str) -> float:
    """A number of days."""
    value = float(text)
    if not (isfinite(value) and 0.1 <= value <= 30.0):
        raise argparse.ArgumentTypeError(f"want 0.1 to 30 days, got {text}")
    return value


def rounds(text: str) -> int:
    """A number of rounds."""
    value = int(text)
    if not 1 <= value <= 1000:
        raise argparse.ArgumentTypeError(f"want 1 to 1000 rounds, got {text}")
    return value


def target(text: str) -> Path:
    """A file that can be written."""
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"cannot write {text}")
    return path


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """What is asked for; a mistake ends the program with exit code 2."""
    parser = argparse.ArgumentParser("python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--json", type=target, metavar="FILE", help="write the rows there, as a list")
    parser.add_argument("--theatre", choices=(*THEATRES, "all"), default="all")
    parser.add_argument("--days", type=days, default=30.0, help="of the theatre, 30")
    parser.add_argument("--rounds", type=rounds, default=5, help="of the fast peers, 5")
    return parser.parse_args(given)


def main(given: Sequence[str]) -> None:
    """Measure, print, write."""
    asked = arguments(given)
    rows: list[Row] = []
    for name, theatre in THEATRES.items():
        if asked.theatre in (name, "all"):
            found = measure(theatre(asked.days), ALL, asked.rounds)
            print(table(found), end="\n\n", flush=True)
            rows += found
    if asked.json is not None:
        asked.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
