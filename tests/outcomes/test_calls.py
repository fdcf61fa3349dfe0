"""Calls for help off logs written by hand: whose they are, who answered, and how soon."""

import pytest

from guardship.outcomes.calls import calls_of, duplicates, response
from guardship.outcomes.log import Entry

from .logs import HELICOPTER, MERCHANT, OTHER, PIRATE, SHIP, line


def attacked(t: float, attack: int, report: int) -> list[Entry]:
    return [
        line(t, "attack", PIRATE, MERCHANT, voyage=0, attack=attack),
        line(t, "distress", MERCHANT, report=report),
        line(t + 0.1, "taken", -1, report=report),
    ]


def repelled(t: float, attack: int) -> Entry:
    return line(t, "attack_failed", PIRATE, MERCHANT, voyage=0, attack=attack)


def test_a_call_belongs_to_the_attack_under_way_and_the_first_counts() -> None:
    log = [
        line(1.0, "distress", MERCHANT, report=1),
        *attacked(2.0, 0, 2),
        line(2.2, "distress", MERCHANT, report=3),
        repelled(3.0, 0),
        line(4.0, "distress", MERCHANT, report=4),
    ]
    assert [(call.time, call.attack) for call in calls_of(log)] == [(1.0, -1), (2.0, 0), (4.0, -1)]


def test_the_response_counts_all_calls() -> None:
    """One answered after 24 min, one that nobody could answer, one given up, one still under way at the end."""
    log = [
        *attacked(1.0, 0, 1),
        line(1.1, "tasked", SHIP, report=1),
        line(1.4, "on_scene", SHIP, report=1),
        repelled(2.0, 0),
        *attacked(3.0, 1, 2),
        line(3.1, "no_unit", -1, report=2),
        repelled(4.0, 1),
        *attacked(5.0, 2, 3),
        line(5.1, "tasked", SHIP, report=3),
        repelled(6.0, 2),
        line(7.0, "on_beat", SHIP),
        *attacked(8.0, 3, 4),
        line(8.1, "tasked", SHIP, report=4),
    ]
    found = response(calls_of(log), 9.0)
    assert (found["n"], found["answered"], found["unanswered"], found["censored"]) == (4, 1, 2, 1)
    within = found["within"]
    assert isinstance(within, dict)
    assert [within[key]["count"] for key in ("15_min", "30_min", "60_min", "120_min")] == [0, 1, 1, 1]
    assert found["median_h"] is None and found["median_of_answered_h"] == pytest.approx(0.4)


def test_two_ships_on_one_scene_are_a_duplicate_a_ship_and_its_helicopter_are_not() -> None:
    first = [*attacked(1.0, 0, 1), line(2.0, "on_scene", SHIP, report=1), line(2.5, "on_scene", HELICOPTER, report=1)]
    ships = {SHIP, OTHER}
    assert duplicates(calls_of(first), ships)["value"] == 0.0
    assert duplicates(calls_of([*first, line(3.0, "on_scene", OTHER, report=1)]), ships)["value"] == 1.0
