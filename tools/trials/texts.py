"""Small valid scenarios to spoil: one of the real world, one of a box."""

from collections.abc import Mapping

REAL = """\
guardship: 1
name: small
title: A small world
theatre: {bounds: {west: 44, south: 11.6, east: 52, north: 14.6}, coast: none}
time: {start: 2010-03-01T00:00Z, measure: 1 d}
environment:
  light: sun
geometry:
  line: {line: [[46, 12.2], [50, 13.4]]}
  base: {point: [47, 12.6]}
  waters: {polygon: [[46, 12.2], [50, 13.0], [50, 14.0], [46, 12.8]]}
lanes:
  lane: {along: line, width: 4 nm}
hulls:
  ship: {height: 25 m}
sensors:
  radar: {kind: radar, height: 20 m, detects: {ship: {range: 9 nm, rate: 6 /h}}, when: {night: 0.5}}
types:
  boat: {is: passive, hull: ship, sensors: [radar], speed: {cruise: 12 kn}}
groups:
  boats: {type: boat, count: 3, roam: {in: waters}}
  ships: {type: boat, per_day: 4, lane: lane}
nations:
  red: {report_delay: 5 min, distress_delay: 5 min}
"""
LINES = {line.split(":")[0].strip(): line for line in REAL.splitlines()}


def with_line(key: str, line: str) -> str:
    """The real world with another line where one begins with the key."""
    return REAL.replace(LINES[key], line)


def changed(changes: Mapping[str, str], text: str = REAL) -> str:
    """Parts of the text by others; each must be there."""
    for old, new in changes.items():
        if old not in text:
            raise KeyError(old)
        text = text.replace(old, new, 1)
    return text
