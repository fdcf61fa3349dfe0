"""A flat sea with a field of boats and one patrol ship that goes round in it, to be changed by each test."""

from collections.abc import Mapping
from math import pi
from pathlib import Path
from typing import Any

from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

RANGE, SPEED, BOATS, RATE, TAKES = 3.0, 15.0, 4000, 0.2 / 24.0, 40.0 / 60.0
SIDE = 400.0
MET = BOATS / SIDE**2 * RATE * (pi * RANGE**2 + 2.0 * RANGE * SPEED * TAKES)  # 1/h

SEA = """\
guardship: 1
name: field
title: A field of boats on a made-up sea
theatre: {box: {width: 400 nm, height: 400 nm}}
time: {start: 2010-03-01T00:00Z, measure: 60 d}
geometry:
  round: {line: [[100 nm, 100 nm], [300 nm, 100 nm], [300 nm, 300 nm], [100 nm, 300 nm]]}
  away: {polygon: [[0 nm, 0 nm], [50 nm, 0 nm], [50 nm, 50 nm], [0 nm, 50 nm]]}
lanes: {lane: {along: round, width: 4 nm}}
hulls: {skiff: {height: 1 m}, warship: {height: 25 m}, merchant: {height: 25 m}}
sensors:
  eyes:
    kind: other
    detects: {skiff: {definite: 5 nm}}
    identifies: {skiff: {range: 3 nm, after: 0 min, suspicious: 0}}
types:
  frigate: {is: patrol, hull: warship, sensors: [eyes], speed: {cruise: 15 kn, max: 30 kn}}
  skiff: {is: passive, hull: skiff, speed: {cruise: 6 kn}}
  ship: {is: merchant, hull: merchant, freeboard: 5 m, speed: {cruise: 12 kn}}
groups:
  frigates:
    type: frigate
    count: 1
    nation: coalition
    route: {points: [[100 nm, 100 nm], [300 nm, 100 nm], [300 nm, 300 nm], [100 nm, 300 nm]], loop: true}
field:
  skiffs:
    in: box
    type: skiff
    boats: 4000
    chases: {per_boat: 0.2 /d, takes: {uniform: [20 min, 60 min]}}
nations: {coalition: {}}
"""


def run(folder: Path, seed: int = 0, set: Mapping[str, Any] | None = None, text: str = SEA) -> Run:
    """A run of it."""
    path = folder / "field.yaml"
    path.write_text(text)
    return simulate(load(path, set=set or {}), seed)


def met(one: Run, unit: str | None = None) -> list[tuple[float, str, str]]:
    """When which unit met which boat of the field."""
    names = one.model.crew.names
    found = [
        (e.time, names[e.actor], names[e.object]) for e in one.model.journal.log.entries if e.kind == "field_contact"
    ]
    return [line for line in found if unit in (None, line[1])]
