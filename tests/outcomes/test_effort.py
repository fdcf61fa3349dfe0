"""What ships did with their hours, and whom they held up, off logs written by hand."""

from guardship.outcomes.effort import effort, held, sorties, stops
from guardship.reasons import Reason

from .logs import HELICOPTER, MERCHANT, OTHER, PIRATE, SHIP, line


def test_effort_adds_up_within_the_window() -> None:
    log = [
        line(2.0, "tasked", SHIP, report=1),
        line(5.0, "boarding", SHIP, MERCHANT),
        line(8.0, "disposing", SHIP),
        line(9.0, "on_beat", SHIP),
        line(11.0, "off_station", OTHER),
        line(11.5, "in_port", OTHER),
    ]
    spent = effort(log, [SHIP, OTHER], (4.0, 12.0))
    assert {k: v for k, v in spent.items() if v} == {
        "patrol": 3.0 + 7.0,
        "response": 1.0,
        "boarding": 3.0,
        "disposing": 1.0,
        "transit": 0.5,
        "port": 0.5,
    }


def test_a_ship_that_refuses_a_task_goes_on_with_what_it_did() -> None:
    log = [line(1.0, "tasked", SHIP, report=1), line(1.0, "declined", SHIP, report=1, reason=Reason.NO_WATER)]
    assert effort(log, [SHIP], (0.0, 4.0))["patrol"] == 4.0


def test_sorties_are_cut_at_the_window() -> None:
    log = [line(1.0, "takeoff", HELICOPTER), line(3.0, "landed", HELICOPTER), line(9.0, "takeoff", HELICOPTER)]
    found = sorties(log, {HELICOPTER: "rotorcraft"}, (2.0, 10.0))
    assert found == {"rotorcraft": {"sorties": 1, "hours": 2.0}}


def test_innocents_are_held_from_the_halt_to_the_end_of_the_boarding() -> None:
    log = [
        line(1.0, "halted", HELICOPTER, MERCHANT),
        line(2.0, "boarding", SHIP, MERCHANT),
        line(4.0, "boarding_done", SHIP, MERCHANT),
        line(5.0, "boarding", SHIP, PIRATE, voyage=0),
        line(6.0, "boarding_done", SHIP, PIRATE, voyage=0),
    ]
    assert held(stops(log, (0.0, 10.0)), (0.0, 10.0)) == (1, 3.0)
    assert held(stops(log, (3.0, 10.0)), (3.0, 10.0)) == (0, 1.0)
