"""What stations by a map may not say, with the place in the file."""

from collections.abc import Callable

import pytest

FILE = """\
extends: tiny.yaml
stations:
  waters: box
  cells: 20 nm
  hull: dhow
  groups: [frigates]
  replan: {every: 6 h, from: picture}
  expected: {box: 3}
  moves: {at_most: 60 nm, gain: 0.1}
  objective: effort
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("waters: box", "waters: bay", "3: stations.waters: unknown area 'bay'"),
        ("cells: 20 nm", "cells: 20 kn", "4: stations.cells: "),
        ("cells: 20 nm", "cells: 0 nm", "4: stations.cells: "),
        ("hull: dhow", "hull: dow", "5: stations.hull: unknown hull 'dow'"),
        ("[frigates]", "[frigate]", "6: stations.groups[0]: unknown group 'frigate'"),
        ("[frigates]", "[]", "6: stations.groups: "),
        ("[frigates]", "[dhows]", "6: stations.groups[0]: came dhows, wanted one of a nation's ships or aircraft"),
        ("from: picture", "from: pictures", "7: stations.replan.from: "),
        ("every: 6 h", "every: 0 h", "7: stations.replan.every: "),
        ("{box: 3}", "{bay: 3}", "8: stations.expected.bay: unknown area 'bay'"),
        ("{box: 3}", "{}", "8: stations.expected: "),
        ("{box: 3}", "0", "8: stations.expected: "),
        ("{box: 3}", "{box: -1}", "8: stations.expected"),
        ("gain: 0.1", "gain: -0.1", "9: stations.moves.gain: "),
        ("objective: effort", "objective: respond", "3: stations: `within` is for the objective `respond`"),
        ("objective: effort", "within: 1 h", "3: stations: `within` is for the objective `respond`"),
        ("from: picture", "from: quantal", "3: stations: `rationality` is for plans from `quantal`"),
        ("objective: effort", "rationality: 2", "3: stations: `rationality` is for plans from `quantal`"),
        ("objective: effort", "flights_over: 0", "10: stations.flights_over: "),
    ],
)
def test_what_is_refused(spoil_tiny: Callable[..., list[str]], old: str, new: str, expected: str) -> None:
    (found,) = spoil_tiny(FILE, old, new)
    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{box: 3}", "2.5"),
        ("from: picture", "from: fixed"),
        ("from: picture}", "from: quantal}\n  rationality: 3"),
        ("objective: effort", "objective: respond\n  within: 30 min"),
        ("at_most: 60 nm", "at_most: unlimited"),
        ("  groups: [frigates]\n", ""),
    ],
)
def test_what_is_not(spoil_tiny: Callable[..., list[str]], old: str, new: str) -> None:
    assert spoil_tiny(FILE, old, new) == []
