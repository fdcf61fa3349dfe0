"""`python -m benchmarks.world`: the ocean of the world, measured on one core."""

import argparse
import json
from pathlib import Path

from benchmarks.world.world import measure
from guardship.warm import warm


def main() -> None:
    """Parse the options, run, print."""
    parser = argparse.ArgumentParser(prog="benchmarks.world", description=__doc__)
    parser.add_argument("--vessels", type=int, default=100_000, help="ships afloat at any time")
    parser.add_argument("--sensors", type=int, default=2_000)
    parser.add_argument("--days", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the result to this file")
    parser.add_argument("--map", type=Path, help="draw lanes, density and sensors into this PNG file")
    given = parser.parse_args()
    warm()
    measure(200, 20, 1.0)  # what is compiled at its first call
    world, row = measure(given.vessels, given.sensors, given.days, given.seed)
    print(json.dumps({k: v for k, v in row.items() if k != "regions"}, indent=1))
    if given.json:
        given.json.write_text(json.dumps(row, indent=1) + "\n")
    if given.map:
        from benchmarks.world.picture import draw_map

        draw_map(world, given.map)


if __name__ == "__main__":
    main()
