"""A small valid scenario to spoil, and the folder of the shipped ones."""

from pathlib import Path

SCENARIOS = Path(__file__).parents[2] / "scenarios"

SMALL = """\
guardship: 1
name: small
title: A small world
theatre: {bounds: {west: 42.5, south: 10.3, east: 54.5, north: 16.2}}
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
"""
