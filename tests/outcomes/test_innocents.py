"""Innocent vessels boarded, once and again, off logs written by hand."""

from guardship.outcomes.innocents import boardings, innocents, repeated

from .logs import MERCHANT, OTHER, PIRATE, SHIP, line

DHOW = 7
LOG = [
    line(1.0, "pursuit", SHIP, MERCHANT),
    line(2.0, "boarding", SHIP, MERCHANT),
    line(4.0, "boarding_done", SHIP, MERCHANT),
    line(5.0, "pursuit", SHIP, DHOW),
    line(5.5, "pursuit_ended", SHIP, DHOW),
    line(6.0, "pursuit", OTHER, MERCHANT),
    line(6.5, "boarding", OTHER, MERCHANT),
    line(7.0, "boarding_done", OTHER, MERCHANT),
    line(7.0, "pursuit", OTHER, PIRATE),
    line(7.5, "boarding", OTHER, PIRATE, voyage=3),
    line(8.0, "boarding_done", OTHER, PIRATE, voyage=3),
    line(8.0, "pursuit", SHIP, DHOW),
    line(9.0, "boarding", SHIP, DHOW),
]


def test_those_boarded_again_and_the_hours() -> None:
    """Three hours and one of the same vessel, and two of a boarding that the run does not see the end of."""
    found = innocents(LOG, (0.0, 10.0))
    assert (found["value"], found["again"], found["unit_h"]) == (1, 1, 3.0 + 1.0 + 2.0)


def test_boardings_count_by_their_end_and_hours_by_the_window() -> None:
    found = innocents(LOG, (3.0, 6.5))
    assert (found["value"], found["again"], found["unit_h"]) == (1, 0, 1.0 + 0.5)
    assert innocents([], (0.0, 1.0))["value"] == 0


# ---- boarded before ---------------------------------------------------------------------------

NATION = {SHIP: 0, OTHER: 1, 8: 0}
HOLDER = [NATION.get(row, -1) for row in range(9)]
BOAT = 8  # of the nation of SHIP
AGAIN = [
    line(1.0, "boarding_done", SHIP, MERCHANT),
    line(2.0, "boarding_done", OTHER, MERCHANT),
    line(3.0, "boarding_done", BOAT, MERCHANT),
    line(4.0, "boarding_done", OTHER, DHOW, voyage=3),
    line(5.0, "boarding_done", SHIP, DHOW),
    line(6.0, "boarding_done", OTHER, DHOW),
    line(7.0, "boarding_done", SHIP, PIRATE, voyage=4),
    line(8.0, "boarding_done", SHIP, PIRATE, voyage=4),
]


def test_what_was_before_counts_from_the_start_of_the_run() -> None:
    """Of the merchant ship two are repeated, the last by a nation that had boarded it; of the dhow both, one so."""
    found = repeated(AGAIN, HOLDER, (0.0, 10.0))
    assert (found["n"], found["value"], found["by_nation"]) == (5, 4, 2)
    assert [(b.by_nation, b.by_any) for b in boardings(AGAIN, HOLDER)[:3]] == [(0, 0), (0, 1), (1, 2)]


def test_the_warm_up_is_memory_and_the_window_is_outcome() -> None:
    found = repeated(AGAIN, HOLDER, (2.5, 5.5))
    assert (found["n"], found["value"], found["by_nation"]) == (2, 2, 1)
    assert repeated([], HOLDER, (0.0, 1.0))["value"] == 0
