"""`python -m benchmarks.scaling`: how the core's work grows with fleet, crowd, sensors and horizon.

Measures all series, prints the tables, draws the plots, and writes the section "Scaling" of docs/performance.md; with
--quick or --only it prints, and draws where it is told to.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks.scaling.measure import rounds
from benchmarks.scaling.report import TITLES, by_series, plot, section, write
from benchmarks.scaling.worlds import points
from guardship.warm import warm

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    """Parse the options, measure, write."""
    parser = argparse.ArgumentParser(prog="benchmarks.scaling", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small worlds, once")
    parser.add_argument("--only", choices=[*TITLES, "world"], action="append", help="these series (may be repeated)")
    parser.add_argument("--rounds", type=int, default=2, help="the quickest of so many measurements counts")
    parser.add_argument("--json", type=Path, help="write what was measured to this file")
    parser.add_argument("--plots", type=Path, help="folder of the plots (docs/performance when all is measured)")
    given = parser.parse_args()
    names = given.only or [*TITLES, "world"]
    warm()
    found = rounds(
        [p for name in names if name in TITLES for p in points(name, given.quick)], 1 if given.quick else given.rounds
    )
    row = world(given.quick) if "world" in names else None
    series = by_series(found)
    text = section(series, row)
    print(text)
    if given.json:
        given.json.write_text(json.dumps({"points": [asdict(m) for m in found], "world": row}, indent=1) + "\n")
    everything = not given.quick and not given.only
    folder = given.plots or (DOCS / "performance" if everything else None)
    if folder:
        plot(series, folder)
    if everything:
        write(DOCS / "performance.md", text)


def world(quick: bool) -> dict[str, object]:
    """The ocean of the world, in a child."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "world.json"
        size = ["--vessels", "5000", "--days", "5"] if quick else []
        command = [sys.executable, "-m", "benchmarks.world", "--json", str(file), *size]
        subprocess.run(command, check=True, capture_output=True)
        found: dict[str, object] = json.loads(file.read_text())
    return found


if __name__ == "__main__":
    main()
