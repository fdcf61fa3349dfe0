"""What a scenario says of its commands reaches them."""

from math import inf
from pathlib import Path

import pytest

import guardship
from guardship.build.tasking import numbers, standing, terms, weighs
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


def test_how_a_command_weighs() -> None:
    """What nobody gives a value is worth as much as any other."""
    goes = {
        "by": "worth",
        "within": "150 nm",
        "values": {"people": 0.2},
        "station": {"rate": "0.002 /h"},
        "called": 0.9,
    }
    scenario = guardship.load(FILE, set={"centres.centre.goes": goes, "nations.nato.goes": "worth"})
    number, found = numbers(scenario), standing(scenario, Theatre.of(scenario), None)
    going = found[number["centre"]].going
    assert going is not None and found[number["turkey"]].going is None
    assert (going.within, going.rate, going.hours, going.called, going.labelled) == (150.0, 0.002, 100.0, 0.9, 0.5)
    assert going.values == {"arms": 1.0, "drugs": 1.0, "people": 0.2, "piracy": 1.0} and going.usual == 0.8
    nato = found[number["nato"]].going
    assert nato is not None and nato.within == inf and nato.usual == 1.0
    assert weighs(scenario) and not weighs(guardship.load(FILE))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"nations.nato.goes": {"by": "worth", "values": {"pirracy": 1}}}, "did you mean 'piracy'"),
        ({"nations.nato.goes": {"by": "nearest", "within": "10 nm"}}, "came within with `by: nearest`"),
        ({"nations.nato.goes": "best"}, "came 'best'|wanted"),
        ({"centres.other": {"goes": "worth"}}, "came worth for other, which sends nobody"),
        ({"nations.nato.goes": {"by": "worth", "station": {"rate": "-1 /h"}}}, "wanted"),
    ],
)
def test_what_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(guardship.ScenarioError, match=said):
        guardship.load(FILE, set=given)
