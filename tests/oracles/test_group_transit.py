"""O36, GOA-06 to GOA-08: groups of all speeds are together at daybreak, on the corridor as it lies on the Earth."""

from functools import cache

import numpy as np
import pytest

from guardship.run.run import Run
from guardship.sea.geodesy import METRES, wgs84

from .worlds import run

ZONE = 3.0  # UTC+3: the run begins at 03:00
# relative: the plane is right to 1.1e-5 along the corridor, measured, as each leg has the local scale of its middle
TOLERANCE = 5e-5
DAYS = (0, 1)
FROM_A = {10.0: 4.0, 12.0: 8.5, 14.0: 11.5, 16.0: 14.0, 18.0: 16.0}
FROM_B = {10.0: 18.0, 12.0: 24.0 + 1.0 / 60.0, 14.0: 28.0, 16.0: 32.5, 18.0: 34.0}  # of the evening, and the day after


@cache
def world() -> Run:
    """One run for all."""
    return run("group_transit")


def ships(group: str) -> dict[int, tuple[float, float]]:
    """Row: start [h, local, from the first midnight] and speed [kn] of the ships that wait for a group."""
    crew = {row: world().model.crew[row] for name, row in world().model.crew.rows.items() if name.startswith(group)}
    legs = world().model.ocean.legs()
    first = dict(zip(legs["row"][::-1].tolist(), legs["t"][::-1].tolist(), strict=True))
    return {row: (first[row] + ZONE, crew[row].handling.speed) for row in crew if row in first}


def made_good(row: int, local: float) -> float:
    """How far a ship is from where she began [nm on the Earth] at a local time: the corridor is a rhumb line, which
    over 500 nm at this latitude is no more than 0.02 nm longer than the geodesic."""
    legs = world().model.ocean.legs()
    own = legs[legs["row"] == row]
    at = own[own["t"] <= local - ZONE][-1]
    dt = local - ZONE - at["t"]
    x, y = np.array([own["x"][0], at["x"] + at["vx"] * dt]), np.array([own["y"][0], at["y"] + at["vy"] * dt])
    lon, lat = world().theatre.plane.inverse(x, y)
    return float(wgs84().inv(lon[0], lat[0], lon[1], lat[1])[2]) / METRES


def positions(group: str, starts: dict[float, float], local: float) -> dict[float, list[float]]:
    """By the speed of the group: where its ships of one day are then, of two days."""
    found: dict[float, list[float]] = {speed: [] for speed in starts}
    for row, (start, speed) in ships(group).items():
        for day in DAYS:
            if speed in starts and abs(start - starts[speed] - 24.0 * day) < 1e-9:
                found[speed].append(made_good(row, local + 24.0 * day))
    return found


def test_groups_from_a_meet_at_daybreak() -> None:
    """07:00 of the next day: 270, 270, 273, 272, 270 nm from 045E."""
    found = positions("from_a", FROM_A, 31.0)
    for speed, miles in zip(FROM_A, (270.0, 270.0, 273.0, 272.0, 270.0), strict=True):
        assert found[speed] == pytest.approx([miles] * len(found[speed]), rel=TOLERANCE)
        assert len(found[speed]) > 5


@pytest.mark.parametrize(
    ("group", "starts", "local", "low", "high"),
    [("from_a", FROM_A, 28.0, 216.0, 240.0), ("from_b", FROM_B, 52.0, 312.0, 340.0)],
)
def test_groups_are_near_each_other_before_dawn(
    group: str, starts: dict[float, float], local: float, low: float, high: float
) -> None:
    """GOA-08: 0400 of the next day from A, 0400 on day two from B."""
    found = [miles for some in positions(group, starts, local).values() for miles in some]
    assert len(found) > 20
    assert min(found) == pytest.approx(low, rel=TOLERANCE)
    assert max(found) == pytest.approx(high, rel=TOLERANCE)


@pytest.mark.parametrize(("group", "starts"), [("from_a", FROM_A), ("from_b", FROM_B)])
def test_a_ship_takes_the_fastest_group_that_she_keeps_up_with(group: str, starts: dict[float, float]) -> None:
    """And slower ones sail alone, at their own speed and at any time of day."""
    slow = 0
    for start, speed in ships(group).values():
        if speed in starts:
            assert abs((start - starts[speed] + 12.0) % 24.0 - 12.0) < 1e-9
        else:
            assert speed < 10.0
            slow += 1
    assert slow > 5


def test_the_stream_is_the_same_with_groups_and_without() -> None:
    """Half of the ships join, up to 20 min after the start of their group; the others sail as if there were none."""
    way = "groups.from_a.lane.convenes"
    some = run("group_transit", {f"{way}.share": 0.5, f"{way}.stagger": {"uniform": ["0 min", "20 min"]}}).model
    none = run("group_transit", {"groups.from_a.lane": "eastbound"}).model
    assert some.crew.names == none.crew.names
    first = [dict(zip(m.ocean.legs()["row"][::-1].tolist(), m.ocean.legs()[::-1], strict=True)) for m in (some, none)]
    joined = alone = 0
    for name, row in some.crew.rows.items():
        if not name.startswith("from_a") or row not in first[0] or none.crew[row].handling.speed < 10.0:
            continue
        leg, speed = first[0][row], some.crew[row].handling.speed
        late = (leg["t"] + ZONE - FROM_A.get(speed, 0.0)) % 24.0
        if speed in FROM_A and late <= 1.0 / 3.0:
            joined += 1
            assert leg["t"] >= first[1][row]["t"]
        else:
            alone += 1
            assert leg == first[1][row]
        assert (leg["x"], leg["y"]) == (first[1][row]["x"], first[1][row]["y"])
    assert joined / (joined + alone) == pytest.approx(0.5, abs=4 * 0.5 / (joined + alone) ** 0.5)
