"""The audit of the logs: runs come out clean, and every check finds the fault that is planted for it."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from guardship.build.limits import Limits
from guardship.outcomes import audit
from guardship.run import audit as inspection
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from system.worlds import IRTC, TINY, tiny, tiny_run, week


def findings(run: Run, folder: Path) -> dict[str, list[str]]:
    """What an audit finds in the folder of a run. The coast that is audited is the coast that was sailed: no margin."""
    return {check: found for check, found in inspection.audit(run.write(folder)).items() if found}


@pytest.mark.parametrize("seed", range(12))
def test_small_runs_are_clean(seed: int, tmp_path: Path) -> None:
    assert findings(tiny_run(seed), tmp_path / "run") == {}


BOATS = {
    "types.skiff": {"is": "passive", "hull": "skiff", "speed": {"cruise": {"uniform": ["4 kn", "12 kn"]}}},
    "field": {
        "skiffs": {
            "in": "waters",
            "type": "skiff",
            "boats": 2000,
            "alarms": {"per_transit": 0.1},
            "chases": {"per_boat": "0.3 /d", "takes": {"uniform": ["20 min", "60 min"]}},
        }
    },
}


@pytest.mark.parametrize("seed", range(6))
def test_small_runs_among_a_field_of_boats_are_clean(seed: int, tmp_path: Path) -> None:
    run = simulate(load(TINY, set=BOATS), seed)
    assert {"field_contact", "false_alarm"} <= set(run.events["kind"])
    assert findings(run, tmp_path / "run") == {}


@pytest.mark.parametrize("seed", range(2))
def test_a_week_of_the_corridor_is_clean(seed: int, tmp_path: Path) -> None:
    assert findings(simulate(week(), seed), tmp_path / "run") == {}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_the_corridor_is_clean(seed: int, tmp_path: Path) -> None:
    assert findings(simulate(load(IRTC), seed), tmp_path / "run") == {}


# ---- planted faults ----------------------------------------------------------------------------------------


@cache
def eventful() -> Run:
    """A run of the small scenario in which everything that the audit follows has happened."""
    wanted = {"came_home", "report", "distress", "taken", "tasked", "on_scene", "pursuit", "did_not_sail"}
    wanted |= {"detained", "hijacked", "attack_failed"}
    whole = load(TINY, set={"time.warm_up": "0 h", "time.measure": "8 d", "time.drain": "0 h"})  # every voyage counts
    runs = (simulate(whole, seed) for seed in range(100))
    return next(run for run in runs if wanted <= set(run.events["kind"]))


def changed(table: pd.DataFrame, row: Any, **values: Any) -> pd.DataFrame:
    """The table with other values in a row."""
    table = table.astype({name: object for name, kind in table.dtypes.items() if kind == "category"})
    for name, value in values.items():
        table.loc[row, name] = value
    return table


def first(kind: str, at: str = "kind", table: str = "events") -> Any:
    """The first row of a table of the eventful run with this kind."""
    found = getattr(eventful(), table)
    return found.index[found[at] == kind][0]


def legs(table: pd.DataFrame | None = None) -> audit.Legs:
    return audit.Legs.of(eventful().legs if table is None else table, eventful().theatre.hours)


def known() -> Limits:
    return Limits.of(eventful().scenario, eventful().vessels)


def test_a_leg_that_begins_elsewhere_is_found() -> None:
    table = eventful().legs
    row = table.index[table["vessel"] == "dhows/3"][2]
    found = audit.broken_legs(legs(changed(table, row, x=table.loc[row, "x"] + 2e-6)))
    assert len(found) == 2 and all("jumps" in text and "dhows/3" in text for text in found)


def test_a_leg_that_goes_back_in_time_is_found() -> None:
    table = eventful().legs
    row = table.index[table["vessel"] == "dhows/3"][2]
    found = audit.broken_legs(legs(changed(table, row, t=0.0)))
    assert any("back in time: dhows/3" in text for text in found)


def test_a_missing_leg_is_found() -> None:
    table = eventful().legs
    row = table.index[table["vessel"] == "frigates/1"][4]
    assert len(audit.broken_legs(legs(table.drop(row)))) == 1


def test_a_rock_on_the_way_is_found() -> None:
    leg = eventful().legs.loc[0]
    x, y = leg["x"] + 0.3 * leg["vx"], leg["y"] + 0.3 * leg["vy"]
    found = audit.on_land(legs(), lambda a, b: np.hypot(a - x, b - y) < 0.11)  # wider than half a step
    assert f"on land: {leg['vessel']}" in found[0]


def test_the_land_between_two_ports_is_found() -> None:
    run = simulate(week(), 0)
    ship = run.legs[run.legs["mode"] == "route"].iloc[:1].assign(t=0.0, x=0.0, y=0.0, vx=0.0, vy=30.0)
    found = audit.on_land(audit.Legs.of(ship, 24.0), run.theatre.coast.on_land)
    assert len(found) == 1 and "on land" in found[0]


def test_a_hasty_vessel_is_found() -> None:
    table = eventful().legs
    row = table.index[table["vessel"].astype(str).str.startswith("ships/")][0]
    fast = changed(table, row, vx=1.3 * table.loc[row, "vx"], vy=1.3 * table.loc[row, "vy"])
    assert audit.too_fast(legs(), known().speeds) == []
    assert ["ships/" in text for text in audit.too_fast(legs(fast), known().speeds)] == [True]


@pytest.mark.parametrize(("lasts", "found"), [(1e-9, 0), (1e-3, 1)])
def test_the_last_digits_of_a_place_are_no_haste(lasts: float, found: int) -> None:
    """A leg of nanohours is so short that its speed is known to a few parts in ten million; a longer one is not."""
    one, nothing = np.ones(2), np.zeros(2)
    here = audit.Legs(
        ["ship"],
        np.zeros(2, int),
        np.array([30.0, 30.0 + lasts]),
        np.array([30.0 + lasts, 40.0]),
        20.0 * one,
        20.0 * one,
        np.array([28.0 * (1.0 + 1e-7), 1.0]),
        nothing,
        nothing > 0,
    )
    assert len(audit.too_fast(here, {"ship": 28.0})) == found


def test_speed_is_corrected_by_the_scale() -> None:
    """Ships sail at their greatest speed: on a plane that is a thousandth smaller it would be a thousandth more."""
    assert audit.too_fast(legs(), known().speeds, lambda x, y: np.full_like(x, 0.999)) != []


def test_sight_beyond_range_is_found() -> None:
    """AIS is certain within its range, so contacts are gained on its very edge: a thousandth less is found."""
    run = eventful()
    ranges = {name: {hull: 0.999 * r for hull, r in of.items()} for name, of in known().ranges.items()}
    assert audit.beyond_range(run.events, legs(), known().hulls, known().ranges) == []
    assert any("25.0000" in text for text in audit.beyond_range(run.events, legs(), known().hulls, ranges))


@pytest.mark.parametrize(("t", "holds", "clean"), [(1.0, 4.4, True), (1.0, 4.1, False), (1.1, 4.4, False)])
def test_only_a_boat_that_is_launched_may_hold_what_it_would_not_have_found(
    t: float, holds: float, clean: bool
) -> None:
    """What is pointed out to it is 4.2 nm off; it finds within 4 nm and holds a little farther."""
    table = pd.DataFrame(
        {
            "vessel": ["dhow", "boat", "boat"],
            "t": [0.0, 0.0, 1.0],
            "x": [4.2, 0.0, 0.0],
            "y": 0.0,
            "vx": 0.0,
            "vy": 0.0,
            "mode": ["stopped", "gone", "stopped"],
        }
    )
    events = pd.DataFrame({"t": [t], "kind": "contact_gained", "actor": "boat", "object": "dhow"})
    hulls, ranges = {"dhow": "dhow"}, {"boat": {"dhow": 4.0}}
    held = {"boat": {"dhow": holds}}
    assert (audit.beyond_range(events, audit.Legs.of(table, 2.0), hulls, ranges, holds=held) == []) == clean


def test_a_contact_with_an_absent_vessel_is_found() -> None:
    events = changed(eventful().events, first("contact_gained"), object="pirates/0/0", t=0.01)
    found = audit.beyond_range(events, legs(), known().hulls, known().ranges)
    assert len(found) == 1 and "not there" in found[0]


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("taken", {"t": 0.1}, "taken, but it arrives"),
        ("tasked", {"t": 0.1}, "tasked, but it arrives"),
        ("tasked", {"report": 999}, "there is no report 999"),
        ("on_scene", {"report": 1_000_000}, "not tasked with it"),
        ("distress", {"t": 0.1}, "distress, but it says"),
        ("pursuit", {"contact": 1_000_000}, "not gained yet"),
        ("report", {"contact": 1_000_000}, "not gained yet"),
    ],
)
def test_action_before_its_cause_is_found(kind: str, values: dict[str, Any], said: str) -> None:
    events = changed(eventful().events, first(kind), **values)
    assert any(said in text for text in audit.before_cause(events, eventful().reports, eventful().messages))


def test_a_report_that_arrives_before_it_is_made_is_found() -> None:
    reports = eventful().reports
    early = changed(reports, 0, arrived=reports.loc[0, "made"] - 0.01)
    found = audit.before_cause(eventful().events, early, eventful().messages)
    assert any("arrives before it is made: report 1 " in text for text in found)


def test_a_report_that_has_not_arrived_causes_nothing() -> None:
    messages = changed(eventful().messages, 0, arrived=np.nan)
    found = audit.before_cause(eventful().events, eventful().reports, messages)
    assert any(text.startswith("taken, but it arrives") for text in found)


@pytest.mark.parametrize("kind", ["sailed", "attack", "attack_failed", "hijacked", "detained"])
def test_a_second_beginning_or_outcome_is_found(kind: str) -> None:
    events = eventful().events
    doubled = pd.concat([events, events.loc[[first(kind)]]], ignore_index=True)
    assert any(
        "twice" in text or "not at sea" in text or "not under way" in text
        for text in audit.unaccounted(doubled, eventful().summary)
    )


@pytest.mark.parametrize("kind", ["came_home", "did_not_sail", "attack_failed", "hijacked"])
def test_an_outcome_that_is_not_in_the_log_is_found(kind: str) -> None:
    assert audit.unaccounted(eventful().events.drop(first(kind)), eventful().summary) != []


def test_a_summary_that_does_not_add_up_is_found() -> None:
    run = eventful()
    assert audit.unaccounted(run.events, run.summary) == []
    assert audit.unaccounted(run.events, {**run.summary, "voyages": 77}) == [
        f"voyages: 77, but the outcomes add up to {run.summary['voyages']}"
    ]
    attacks = {"count": 1, "outcomes": {"failed/outrun": 1}}
    assert any(
        "attacks failed/outrun: 0 in the log, 1 in the summary" in text
        for text in audit.unaccounted(run.events, {**run.summary, "attacks": attacks})
    )


@cache
def caught() -> Run:
    """A run in which a group was cleared, and one detained before it had a prize, and somebody has called for help."""
    runs = (simulate(tiny(), seed) for seed in range(100))
    stages = {"stopped", "cleared"}
    return next(run for run in runs if stages <= {*run.opportunities["stage"]} and "distress" in {*run.events["kind"]})


def unexplained(run: Run, **changes: pd.DataFrame) -> list[str]:
    """What is found of the opportunities of a run with other tables."""
    tables = {"events": run.events, "vessels": run.vessels, "written": run.opportunities, **changes}
    return audit.unexplained(**tables, summary=run.summary, hours=run.theatre.hours)


@pytest.mark.parametrize("column", ["stage", "reason", "begin", "holder", "lead"])
def test_an_opportunity_that_was_changed_is_found(column: str) -> None:
    written = eventful().opportunities
    row = written.index[written["lead"].notna()][0]
    other = changed(written, row, **{column: 1.0 if column in ("begin", "lead") else "undetected"})
    found = unexplained(eventful(), written=other)
    assert [text.split(":")[0] for text in found] == [f"opportunity {row} is not as in the log"]


def test_an_opportunity_that_is_not_written_is_found() -> None:
    written = eventful().opportunities
    assert unexplained(eventful()) == unexplained(caught()) == []
    assert "written" in unexplained(eventful(), written=written.drop(0).reset_index(drop=True))[0]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("sailed", "written"),
        ("detained", "not as in the log"),
        ("distress", "opportunit"),
        ("contact_identified", "not as in the log"),
        ("boarding_done", "stopped"),
    ],
)
def test_a_log_that_does_not_bear_out_the_opportunities_is_found(kind: str, said: str) -> None:
    """All lines of a kind are gone from the log, but not what was made of them."""
    events = caught().events
    assert any(said in text for text in unexplained(caught(), events=events[events["kind"] != kind]))


def test_a_success_that_is_not_in_the_log_is_found() -> None:
    events = eventful().events
    found = unexplained(eventful(), events=events[events["kind"] != "hijacked"])
    assert any("not as in the log" in text for text in found)


@pytest.mark.parametrize("what", ["count", "stages", "voyages"])
def test_a_waterfall_that_does_not_add_up_is_found(what: str) -> None:
    run = eventful()
    other = {**run.summary["opportunities"], what: 77 if what == "count" else {"stopped": 77}}
    summary = {**run.summary, "opportunities": other}
    found = audit.unexplained(run.events, run.vessels, run.opportunities, summary, run.theatre.hours)
    assert found != [] and all("stage" in text for text in found)
