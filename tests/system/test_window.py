"""Cohorts, warm-up and drain: what is measured is of the window, and windows side by side add up to one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from guardship.run.run import Run
from guardship.run.simulate import simulate
from guardship.scenario.reading.load import load

TINY = Path(__file__).parents[2] / "scenarios" / "tiny.yaml"


def windowed(warm_up: int, measure: int, drain: int, seed: int = 0, changes: Mapping[str, object] | None = None) -> Run:
    """The small scenario with these days measured."""
    days = {"time.warm_up": f"{warm_up} d", "time.measure": f"{measure} d", "time.drain": f"{drain} d"}
    return simulate(load(TINY, set={**days, **(changes or {})}), seed)


def sums(run: Run) -> dict[str, float]:
    """What adds up over windows."""
    s: Any = run.summary
    m = s["measures"]
    return {
        "voyages": s["voyages"],
        "attacks": s["attacks"]["count"],
        "transits": s["transits"],
        "harm": m["harm"]["value"],
        "held": m["harm"]["stopped"],
        "boardings": m["boardings"]["value"],
        "innocent": m["boardings"]["innocent"],
        "calls": m["response"]["n"],
        "answered": m["response"]["answered"],
        "rows": s["opportunities"]["count"],
        "false alarms": m["false_alarms_answered"]["n"],
        "lead": m["detection_lead"]["count"],
        **{f"contacts {key}": n for key, n in s["contacts"].items()},
        **{f"messages {key}": n for key, n in s["messages"].items()},
        **{f"effort {key}": hours for key, hours in m["effort_h"].items() if key != "of"},
        **{f"funnel {key}": n for key, n in s["funnel"].items()},
        **{f"attack {key}": n for key, n in s["attacks"]["outcomes"].items()},
        **{f"stage {key}": n for key, n in s["opportunities"]["stages"].items()},
    }


@pytest.mark.parametrize("seed", range(6))
def test_windows_side_by_side_add_up(seed: int) -> None:
    """The same run looked at through three windows and through one: nothing is lost or counted twice between them."""
    parts = [sums(windowed(a, b, 6 - a - b, seed)) for a, b in ((0, 1), (1, 3), (4, 2))]
    whole = sums(windowed(0, 6, 0, seed))
    assert sum(whole[key] for key in ("voyages", "attacks", "calls", "boardings")) > 3
    for key in whole.keys() | set().union(*parts):
        assert sum(part.get(key, 0.0) for part in parts) == pytest.approx(whole.get(key, 0.0), abs=1e-6), key


def test_what_happens_outside_the_window_is_not_measured() -> None:
    """A window before the first ship has come holds effort and nothing else."""
    s: Any = windowed(0, 1, 5, changes={"groups.ships": None, "groups.pirates.start": "1 d"}).summary
    assert s["voyages"] == s["attacks"]["count"] == s["transits"] == s["opportunities"]["count"] == 0
    assert s["measures"]["effort_h"]["value"] == 48.0
    for name in ("interdiction_probability", "attacks_per_1000_transits", "hijacked_share"):
        assert s["measures"][name]["value"] is None  # no base, no value


def test_the_cohort_is_followed_into_the_drain() -> None:
    """Voyages belong to the window in which they were planned, and are counted by what becomes of them later."""
    short, long = windowed(1, 1, 0, seed=3), windowed(1, 1, 4, seed=3)
    numbers = [{v.planned for v in run.model.voyages.books.voyages if v.counted} for run in (short, long)]
    assert numbers[0] == numbers[1] != set()
    at_sea = [run.summary["measures"]["interdiction_probability"]["at_sea"] for run in (short, long)]
    assert at_sea[0] > at_sea[1] == 0


@pytest.mark.parametrize(("warm_up", "drain", "expected"), [(1, 1, 2), (3, 1, 1), (1, 3, 1), (3, 3, 0)])
def test_short_warm_up_and_drain_are_warned_of(warm_up: int, drain: int, expected: int) -> None:
    """The longest sortie of the small scenario is three days."""
    run = windowed(warm_up, 1, drain)
    assert len(run.summary["warnings"]) == expected
    assert [text for text in run.manifest["warnings"] if text.startswith("time.")] == run.summary["warnings"]
    assert not windowed(0, 1, 0, changes={"groups.pirates": None}).summary["warnings"]


def test_contacts_of_the_window_are_those_of_the_log() -> None:
    run = windowed(1, 2, 1)
    t = run.events["t"].to_numpy()[run.events["kind"] == "contact_gained"]
    assert run.summary["contacts"]["gained"] == np.count_nonzero((t >= 24.0) & (t < 72.0))
