"""Digests of what the kernels give in the shipped scenarios and in made-up seas: `python tests/system/corpus.py`."""

import hashlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.worlds import LAWS, scattered, square
from core.busy import NEVER, fleet_of, sail
from guardship.core.ocean import Ocean
from guardship.core.order import CROWD
from guardship.core.prebuilt import said
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from system.worlds import SCENARIOS, files

SHORT = {"time.warm_up": "12 h", "time.measure": "1 d", "time.drain": "12 h"}
SEED = 3


def shipped() -> list[Path]:
    """Every scenario that comes with the package."""
    return sorted([*SCENARIOS.glob("*.yaml"), *SCENARIOS.glob("coalition/*.yaml")])


def seas() -> Iterator[tuple[str, Callable[[], Ocean]]]:
    """Made-up seas that have been sailed: squares by law, one in which everything happens, dense ones."""
    for name in LAWS:
        yield f"square, {name}", partial(advanced, partial(square, 1, 6, law=LAWS[name]), 6 * 24.0)
    for crowd in (0.0, NEVER):
        yield f"busy, crowd {crowd}", partial(sailed, crowd)
    for vessels, hours in ((4000, 12.0), (CROWD + 1000, 2.0)):
        yield f"{vessels} scattered", partial(advanced, partial(scattered, vessels, 10.0, hours), hours)


def advanced(make: Callable[[], Ocean], hours: float) -> Ocean:
    """An ocean after some hours."""
    ocean = make()
    ocean.advance(hours)
    return ocean


def sailed(crowd: float) -> Ocean:
    """An ocean after a day and a half of orders, its pairs sought some hours ahead from `crowd` afloat on."""
    ocean = fleet_of(2)
    sail(ocean, crowd)
    return ocean


def of_sea(ocean: Ocean) -> str:
    """The digest of what was logged, of where everything is, of all counters and of all numbers of lists."""
    parts = (ocean.notes(), ocean.legs(), ocean.fleet, ocean.n)
    return hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest()


def of_run(path: Path) -> str:
    """The digest of a short run's folder, but for when and where it was."""
    with tempfile.TemporaryDirectory() as folder:
        made = files(simulate(load(path, set=SHORT), SEED).write(Path(folder) / "run"))
    return hashlib.sha256(b"".join(name.encode() + content for name, content in made.items())).hexdigest()


def main() -> None:
    """Print where the kernels are from, and the digests."""
    found = {name: of_sea(make()) for name, make in seas()} | {path.stem: of_run(path) for path in shipped()}
    json.dump({"kernels": said(), "digests": found}, sys.stdout)


if __name__ == "__main__":
    main()
