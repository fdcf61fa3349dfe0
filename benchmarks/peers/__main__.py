"""`uv run python -m benchmarks.peers`: the tables of ratios, measured by turns on one core, ready for Markdown."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from pathlib import Path

from benchmarks.peers import tables
from benchmarks.peers.gulf import gulf_of_aden
from benchmarks.peers.measure import ALL, EXACT, MESA, Row, measure, table
from benchmarks.peers.theatre import DAY, square

CONVERGES = 3.0 * DAY  # h of a theatre, for contacts by step


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
    parser.add_argument("--curve", type=target, metavar="PNG", help="missed contacts over seconds for three discs")
    parser.add_argument(
        "--theatre",
        choices=("gulf", "square", "whole", "trial", "all"),
        help="all: gulf, square, whole, the default; trial: fleets of 1 000 to 100 000, minutes longer",
    )
    parser.add_argument("--days", type=days, default=30.0, help="of the theatre, 30")
    parser.add_argument("--rounds", type=rounds, default=5, help="of the fast peers, 5")
    return parser.parse_args(given)


def say(text: str) -> None:
    """Print a table."""
    print(text, end="\n\n", flush=True)


def main(given: Sequence[str]) -> None:
    """Measure, print, write."""
    asked = arguments(given)
    chosen = asked.theatre or ("none" if asked.curve else "all")
    rows: list[Row] = []
    slow: Row | None = None
    for name, theatre in (("gulf", gulf_of_aden), ("square", square)):
        if chosen in (name, "all"):
            world = theatre(asked.days)
            found = measure(world, ALL, asked.rounds)
            say(table(found))
            say(tables.convergence(world.within(CONVERGES)))
            rows += found
            slow = slow or found[0]
    if chosen in ("whole", "all"):
        slow = slow or measure(gulf_of_aden(asked.days), (MESA, EXACT), 1)[0]
        found = tables.whole(asked.days * DAY, asked.rounds, slow)
        say(table(found))
        rows += found
    if chosen == "trial":
        found = tables.sizes(min(asked.rounds, 2))
        say(tables.rates(found))
        rows += found
    if asked.curve is not None:
        found = tables.discs(asked.days, asked.rounds)
        say(table(found))
        tables.plot(found, asked.curve)
        rows += found
    if asked.json is not None:
        asked.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
