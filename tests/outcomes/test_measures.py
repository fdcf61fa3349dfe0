"""The parts of the measures on logs written by hand."""

from math import inf

import pytest

from guardship.occurrences import Occurrence
from guardship.outcomes.calls import calls_of, duplicates, response
from guardship.outcomes.effort import effort, held, sorties, stops
from guardship.outcomes.log import Entry
from guardship.outcomes.measures import lead, waterfall
from guardship.outcomes.opportunities import Opportunity, Stage
from guardship.outcomes.statistics import kaplan_meier
from guardship.outcomes.voyages import Attack, Voyage
from guardship.reasons import Reason

SHIP, OTHER, HELICOPTER, MERCHANT, PIRATE = range(5)


def line(
    t: float,
    kind: str,
    actor: int,
    object: int = -1,
    report: int = 0,
    voyage: int = -1,
    attack: int = -1,
    reason: int = 0,
) -> Entry:
    return Entry(t, 0, Occurrence(kind), actor, object, 0, 0, report, voyage, attack, reason)


# ---- statistics --------------------------------------------------------------------------------------------


def test_without_censoring_the_quantile_is_that_of_the_sample() -> None:
    times = [(float(t), True) for t in (5, 1, 4, 2, 3)]
    assert kaplan_meier(times, 0.5) == 3.0 and kaplan_meier(times, 0.9) == 5.0


def test_product_limit_by_hand() -> None:
    """1, 2+, 3, 4+, 5: survival 4/5, then 4/5 * 2/3 = 8/15, then 0."""
    times = [(1.0, True), (2.0, False), (3.0, True), (4.0, False), (5.0, True)]
    assert [kaplan_meier(times, q) for q in (0.2, 0.46, 0.47, 0.99)] == [1.0, 3.0, 5.0, 5.0]


def test_what_never_happens_has_no_quantile() -> None:
    assert kaplan_meier([(1.0, True), (inf, True), (inf, True)], 0.5) is None
    assert kaplan_meier([(1.0, True), (2.0, False)], 0.9) is None
    assert kaplan_meier([], 0.5) is None


# ---- calls -------------------------------------------------------------------------------------------------


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


# ---- effort and harm ---------------------------------------------------------------------------------------


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


# ---- opportunities -----------------------------------------------------------------------------------------


def row(voyage: int, stage: Stage, begin: float = 1.0, seen: float | None = None) -> Opportunity:
    return Opportunity(voyage, -1, 0, SHIP, PIRATE, begin, 2.0, seen, "sensor", stage, Reason.NEVER_SEEN, None)


def test_the_waterfall_counts_rows_and_voyages_of_the_window() -> None:
    voyages = [Voyage(k, PIRATE, k, float(k), counted=k < 2) for k in range(3)]
    rows = [row(0, Stage.CLEARED), row(0, Stage.NO_UNIT), row(1, Stage.CLEARED), row(2, Stage.STOPPED)]
    found = waterfall(rows, voyages)
    assert found == {"count": 3, "stages": {"cleared": 2, "no_unit": 1}, "voyages": {"cleared": 1, "no_unit": 1}}


def test_the_lead_is_from_the_first_sight_of_the_group_on_that_voyage() -> None:
    attacks = [Attack(k, voyage, MERCHANT, t, 0.0, 0.0, True) for k, (voyage, t) in enumerate([(0, 9.0), (1, 5.0)])]
    found = lead(attacks, [row(0, Stage.LOST, 4.0, 4.0), row(0, Stage.LOST, 6.0, 6.0), row(1, Stage.LOST, 7.0, 7.0)])
    assert (found["count"], found["n"], found["undetected"], found["median_h"]) == (1, 2, 1, 5.0)
