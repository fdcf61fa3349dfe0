"""What there is to draw of a run: hours and spots against the tables that they come from."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from guardship.maps.chart import Chart
from guardship.maps.happened import TABLES, Happened, measured, square, watching
from guardship.occurrences import Occurrence
from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load
from maps.worlds import box
from system.worlds import strait, tiny_run


@cache
def strait_run() -> Run:
    return simulate(strait(), 3)


def happened(run: Run) -> Happened:
    return Happened.of(Chart.of(run.theatre), {name: getattr(run, name) for name in TABLES}, run.seed)


@pytest.mark.parametrize("of", [tiny_run, strait_run])
def test_spots_are_the_places_of_the_run(of: Callable[[], Run]) -> None:
    """First contacts, attacks, ends of voyages: computed from tables here, from the books of the run there."""
    run = of()
    places = run.places[run.places.counted]
    there = [(p.kind, p.t, p.x, p.y, "" if p.kind == "contact" else p.became) for p in places.itertuples()]
    here = [tuple(spot) for spot in happened(run).spots if spot.kind not in ("boarded", "missed")]
    assert len(here) == len(there) > 0
    for a, b in zip(sorted(here), sorted(there), strict=True):
        assert a[:2] == b[:2] and a[4] == b[4] and a[2:4] == pytest.approx(b[2:4], abs=1e-6)  # sums in another order


def test_boardings_of_innocents_are_those_of_the_log() -> None:
    run = strait_run()
    begin, end = measured(run.scenario)
    events = run.events
    log = events[(events.kind == Occurrence.BOARDING) & (events.voyage < 0) & (events.t >= begin) & (events.t < end)]
    spots = [spot for spot in happened(run).spots if spot.kind == "boarded"]
    assert [spot.t for spot in spots] == list(log.t) and len(spots) > 0
    for spot, unit in zip(spots, log.actor, strict=True):
        at = run.position(unit, spot.t)
        assert at is not None and (at.x, at.y) == pytest.approx((spot.x, spot.y), abs=1e-6)


def test_missed_voyages_are_those_that_nobody_knew_of_where_they_came_nearest() -> None:
    run = strait_run()
    rows = run.opportunities[run.opportunities.counted & (run.opportunities.stage == "undetected")]
    spots = [spot for spot in happened(run).spots if spot.kind == "missed"]
    assert len(spots) == len(rows) > 0
    row, spot = rows.iloc[0], next(s for s in spots if rows.iloc[0].begin <= s.t <= rows.iloc[0].end)
    units = watching(run.scenario, run.vessels)
    group = run.voyages.set_index("voyage").group[row.voyage]

    def nearest(t: float) -> float:
        at = run.position(group, t)
        others = [run.position(unit, t) for unit in units]
        return np.inf if at is None else min(np.hypot(u.x - at.x, u.y - at.y) for u in others if u is not None)

    least = min(nearest(t) for t in np.linspace(row.begin, row.end, 300))
    own = min(nearest(s.t) for s in spots if row.begin <= s.t <= row.end)
    assert spot is not None and own <= least + 0.5  # nm: 0.1 h of a boat's way, once across


def test_hours_add_up_and_lie_where_the_ships_are() -> None:
    """Two frigates that are never in port: 48 hours a day, all of them within their beats but for what they chase."""
    run = tiny_run()
    found = happened(run)
    assert found.effort.sum() == pytest.approx(48.0)
    assert found.effort.shape == (60, 100) and found.side == 2.0
    y = (np.arange(60) + 0.5) * 2.0
    assert found.effort.sum(axis=1)[(y > 50.0) & (y < 75.0)].sum() > 0.9 * 48.0


@pytest.mark.parametrize(
    ("wide", "high", "side"), [(200.0, 120.0, 2.0), (710.0, 356.0, 10.0), (30.0, 70.0, 1.0), (1.0, 0.5, 0.01)]
)
def test_squares_have_round_sides(wide: float, high: float, side: float) -> None:
    assert square((0.0, 0.0, wide, high)) == pytest.approx(side)


def test_a_run_without_patrols_or_events_is_empty(tmp_path: Path) -> None:
    found = happened(simulate(load(box(tmp_path))))
    assert found.spots == () and not found.effort.any()
