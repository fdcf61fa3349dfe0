"""What a scenario says of its commands reaches them."""

from pathlib import Path

import guardship
from guardship.build.tasking import numbers, standing, terms
from guardship.build.theatre import Theatre

FILE = Path(__file__).parents[2] / "scenarios/coalition/unified_tasking.yaml"


def test_how_long_calls_wait_and_when_units_are_told() -> None:
    given = {
        "nations.nato.call_waits": "3 h",
        "nations.nato.redirects": "5 nm",
        "nations.nato.tip_spreads": 3,
        "centres.centre.call_waits": "30 min",
        "tasking.claims_last": "4 h",
    }
    scenario = guardship.load(FILE, set=given)
    number, found = numbers(scenario), standing(scenario, Theatre.of(scenario), None)
    assert (found[number["nato"]].call_waits, found[number["nato"]].redirects) == (3.0, 5.0)
    assert (found[number["centre"]].call_waits, found[number["centre"]].redirects) == (0.5, 2.0)
    assert (found[number["turkey"]].call_waits, found[number["turkey"]].redirects) == (1.0, 2.0)
    assert (found[number["nato"]].tip_spreads, found[number["centre"]].tip_spreads) == (3.0, 2.0)
    assert terms(scenario).tasking.claims_last == 4.0


def test_entries_that_came_later_change_no_hash_where_they_are_as_usual() -> None:
    usual = {"nations.nato.call_waits": "1 h", "centres.centre.redirects": "2 nm", "tasking.claims_last": "2 h"}
    assert guardship.load(FILE, set=usual).hash == guardship.load(FILE).hash
    assert guardship.load(FILE, set={"nations.nato.call_waits": "61 min"}).hash != guardship.load(FILE).hash
