"""Small scenarios to draw."""

from pathlib import Path

WORLD = """\
guardship: 1
name: map
title: A map
theatre: {{bounds: {{west: {0}, south: {1}, east: {2}, north: {3}}}}}
time: {{start: 2010-03-01T00:00Z, measure: 1 d}}
hulls: {{ship: {{height: 25 m}}}}
types: {{ship: {{is: passive, hull: ship, speed: {{cruise: 12 kn}}}}}}
groups: {{ships: {{type: ship, count: 1, hold: {{at: [{0}, {1}]}}}}}}
"""
BOX = """\
guardship: 1
name: box
title: {title}
theatre: {{box: {{width: {width} nm, height: {height} nm}}}}
time: {{start: 2010-03-01T00:00Z, measure: 1 d}}
hulls: {{ship: {{height: 25 m}}}}
types: {{ship: {{is: merchant, hull: ship, freeboard: 5 m, speed: {{cruise: 12 kn}}}}}}
{more}
groups: {{ships: {{type: ship, {ships}}}}}
"""


def piece(folder: Path, *box: float) -> Path:
    """A file with a piece of the world: west, south, east, north."""
    path = folder / "map.yaml"
    path.write_text(WORLD.format(*box))
    return path


def box(
    folder: Path,
    width: float = 100.0,
    height: float = 60.0,
    title: str = "A box",
    more: str = "",
    ships: str = "count: 1, hold: {at: [1 nm, 1 nm]}",
) -> Path:
    """A file with a made-up sea, what else is in it, and what its ships do."""
    path = folder / "box.yaml"
    path.write_text(BOX.format(width=width, height=height, title=title, more=more, ships=ships))
    return path
