"""Whether what was passed is known again, and for whom others are taken: O51, by the law of the nearest neighbour."""

from functools import cache
from math import pi, sqrt
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pandas import isna

from guardship.run.run import Run

from .worlds import agree, gains, nm, rows, run, share

BETA, FIX, DRIFT = 0.002, 1.0, 5.0  # as the file has them
NATIONS = {0.0: "at_once", 1.0: "after_1_h", 2.0: "after_2_h", 6.0: "after_6_h"}
MEDIAN = 1.772879


def known(t: float, q: float = 0.0) -> float:
    """The chance that a boat is known again so long after it was lost from sight."""
    return q + (1.0 - q) / (1.0 + 2.0 * pi * BETA * (FIX**2 + (DRIFT * t) ** 2))


@pytest.mark.parametrize(("t", "p"), [(0.0, 0.987590), (1.0, 0.753735), (2.0, 0.440683), (6.0, 0.081154)])
def test_theory(t: float, p: float) -> None:
    """The printed values, to their last digit."""
    assert known(t) == pytest.approx(p, abs=1e-6)
    assert known(MEDIAN) == pytest.approx(0.5, abs=1e-6)


def let_by(world: Run, hours: float) -> NDArray[np.bool_]:
    """For each boat that comes to the second watch, whether it is let by: known again when it comes into sight."""
    seen, name = gains(world), f"{hours:.0f}"
    first, second = (rows(world, f"{which}_{name}")[0] for which in ("first", "second"))
    met = {int(e["b"]): float(e["t"]) for e in seen[::-1] if e["a"] == first}
    again = {int(e["b"]): float(e["t"]) for e in seen[::-1] if e["a"] == second}
    due = {row: t + (4.2 + 20.0 * hours) / 20.0 for row, t in met.items()}  # 4.2 nm until it is lost, at 20 kn
    end = world.theatre.hours
    return np.array([again.get(row, np.inf) > t + 1e-6 for row, t in due.items() if t < end])


def as_believed(world: Run, q: float, limit: float) -> None:
    for hours in NATIONS:
        yes, theory = let_by(world, hours), known(hours, q)
        assert abs(yes.mean() - theory) < limit * sqrt(theory * (1.0 - theory) / len(yes))
        share("O51", f"known again after {hours:g} h, {q:g} by name", yes, theory)


@cache
def passed(q: float, hours: float = 300.0) -> Run:
    """Looks read a name with chance q."""
    return run("clearances", {"time.measure": f"{hours} h", "recognition.clearances.noted.optical": [q]})


@pytest.mark.parametrize("q", [0.0, 0.3])
def test_boats_are_known_again_as_often_as_the_law_says(q: float) -> None:
    """To 3 standard errors, 5 000 boats for each time."""
    as_believed(passed(q), q, 3.0)


@pytest.mark.long
@pytest.mark.parametrize("q", [0.0, 0.3])
def test_boats_are_known_again_40_000_times(q: float) -> None:
    as_believed(passed(q, 2400.0), q, 3.0)


def test_the_median_of_how_long_a_boat_is_known() -> None:
    """Of those that left the first watch early enough for all to be forgotten that ever are."""
    world = passed(0.0)
    seen, ended = gains(world), world.clearances
    first = rows(world, "first_6")[0]
    lost = {int(e["b"]): float(e["t"]) + 0.21 for e in seen[::-1] if e["a"] == first}
    own = ended[ended["nation"] == "after_6_h"].drop_duplicates("vessel").set_index("vessel")["t"]
    names = world.model.crew.names
    early = [row for row, t in lost.items() if t < world.theatre.hours - 10.0]
    hours = np.array([own.get(names[row], np.inf) - lost[row] for row in early])
    assert (hours > -1e-9).all()
    n, half = len(hours), float((hours < MEDIAN).mean())
    agree("O51", "share forgotten before the median", 0.5, half, n, (half - 0.5) / sqrt(0.25 / n))
    assert np.median(hours) == pytest.approx(MEDIAN, rel=0.1)


def test_with_a_name_it_is_known_as_long_as_clearances_last() -> None:
    names = {"time.measure": "60 h", "recognition.clearances.noted.optical": [1]}
    long = run("clearances", names)
    short = run("clearances", names | {"nations.after_6_h.clearances_last": "5 h"})
    assert len(long.clearances) == len(short.clearances) == 0
    assert let_by(long, 6.0).all() and not let_by(short, 6.0).any()


def test_none_is_known_longer_than_clearances_last() -> None:
    world = run("clearances", {"time.measure": "60 h", "nations.after_6_h.clearances_last": "5 h"})
    assert not let_by(world, 6.0).any() and let_by(world, 2.0).any()
    own = world.clearances[world.clearances["nation"] == "after_6_h"]
    assert (own["t"] < own["until"]).all() and (own["until"] - own["t"] <= 5.0).all()


# ---- for whom others are taken -------------------------------------------------------------------


def test_the_nearest_within_the_gate_is_passed_for_it_and_nobody_beyond() -> None:
    """Boats are where their dead reckoning says, so it is the nearest to the boat itself, on one line."""
    world = run("clearances", large(1.0))
    lost, names = world.clearances, world.model.crew.names
    assert 0.1 < lost["goes_to"].notna().mean() < 0.9
    legs = world.model.ocean.legs()
    begun = {names[leg["row"]]: float(leg["t"]) for leg in legs if leg["vx"] > 0.0}
    ended = {names[leg["row"]]: float(leg["t"]) for leg in legs if leg["mode"] == 0}
    for one in lost.itertuples():
        afloat = [name for name, t in begun.items() if t <= one.t < ended.get(name, np.inf) and name != one.vessel]
        off, nearest = min((20.0 * abs(begun[name] - begun[one.vessel]), name) for name in afloat)
        assert one.goes_to == nearest if off <= 1.0 else isna(one.goes_to)


def test_who_is_taken_for_another_is_let_by() -> None:
    """As long as the clearance that it got lasts, whatever nobody has looked at."""
    world = run("clearances", large(1.0))
    heirs = world.clearances[world.clearances["goes_to"].notna()]
    met = world.events[world.events["kind"] == "contact_gained"]
    nation = world.vessels.set_index("vessel")["nation"]
    for one in heirs.itertuples():
        own = met[(met["object"] == one.goes_to) & (met["actor"].map(nation) == one.nation)]
        assert not ((own["t"] > one.t) & (own["t"] < one.until)).any()


# ---- what must not matter ------------------------------------------------------------------------


def large(k: float) -> dict[str, Any]:
    """The file with a gate that others come within, lengths and speeds k times as large."""

    def at(x: float) -> dict[str, Any]:
        return {"type": "watch", "count": 1, "hold": {"at": nm(x * k, 10 * k)}}

    watches = {f"first_{h}": at(10.0) for h in (0, 1, 2, 6)}
    watches |= {f"second_{h}": at(14.2 + 20 * h) for h in (0, 1, 2, 6)}
    nations = dict(zip((0, 1, 2, 6), NATIONS.values(), strict=True))
    line = [nm(k, 10 * k), nm(159 * k, 10 * k)]
    made: dict[str, Any] = {f"groups.{name}": one | {"nation": nations[int(name[-1])]} for name, one in watches.items()}
    return made | {
        "time.measure": "60 h",
        "theatre.box": {"width": f"{160 * k} nm", "height": f"{20 * k} nm"},
        "geometry.way.line": line,
        "lanes.way.width": f"{k} nm",
        "hulls.boat.look_alikes": BETA / k**2,
        "recognition.clearances": {"fix": f"{k} nm", "drift": f"{5 * k} kn", "gate": f"{k} nm"},
        "sensors.eye.detects.boat.definite": f"{2 * k} nm",
        "sensors.eye.identifies.boat.range": f"{2 * k} nm",
        "types.watch.speed": {"cruise": f"{10 * k} kn", "max": f"{10 * k} kn"},
        "types.trader.speed.cruise": f"{20 * k} kn",
    }


def test_lengths_and_speeds_twice_as_large_change_nothing() -> None:
    one, two = run("clearances", large(1.0)).clearances, run("clearances", large(2.0)).clearances
    assert one["goes_to"].notna().any() and one["goes_to"].isna().any()
    assert one[["nation", "vessel", "goes_to"]].equals(two[["nation", "vessel", "goes_to"]])
    assert np.allclose(one["t"], two["t"], rtol=0.0, atol=1e-9)  # rounding of places


def test_names_and_order_of_nations_and_others_that_look_on_change_nothing() -> None:
    other = {"after_1_h": "zulu", "after_6_h": "alpha"}
    plain = run("clearances", large(1.0)).clearances
    renamed: dict[str, Any] = large(1.0)
    for name, one in renamed.items():
        if name.startswith("groups.") and one["nation"] in other:
            renamed[name] = one | {"nation": other[one["nation"]]}
    renamed |= {f"nations.{new}": {"clearances_last": "500 h"} for new in other.values()}
    renamed |= {f"nations.{old}": None for old in other}
    moved = run("clearances", renamed).clearances
    moved["nation"] = moved["nation"].replace({new: old for old, new in other.items()})
    key = ["t", "vessel", "nation", "goes_to"]
    assert moved.sort_values(key, ignore_index=True).equals(plain.sort_values(key, ignore_index=True))
    watch = {"type": "watch", "count": 1, "nation": "bystander", "hold": {"at": ["10 nm", "10 nm"]}}
    more = large(1.0) | {"nations.bystander": {"clearances_last": "500 h"}, "groups.aaa": watch}
    with_one = run("clearances", more).clearances
    assert (with_one["nation"] == "bystander").any()
    rest = with_one[with_one["nation"] != "bystander"]
    assert rest.sort_values(key, ignore_index=True).equals(plain.sort_values(key, ignore_index=True))
