"""Who could have met a group, against many instants tried one by one; borders and lateness by hand."""

import numpy as np
import pytest

from guardship.outcomes.fuel import Tracks
from guardship.outcomes.opportunities import Prize, Roll
from guardship.outcomes.reach import Reach

GROUP, UNIT = 0, 1
PRIZE = Prize(5, GROUP, GROUP, 0.0, 10.0)
SQUARE = np.array([[20.0, -5.0], [60.0, -5.0], [60.0, 5.0], [20.0, 5.0]])


def reach(
    group: np.ndarray,
    unit: tuple[float, float] = (0.0, 0.0),
    speed: float = 20.0,
    closed: object = (),
    scale: float = 1.0,
) -> Reach:
    """A group with legs (n, 5) of time, place and velocity, and a unit that lies still."""
    legs = np.vstack([group, [0.0, *unit, 0.0, 0.0]])
    row = np.array([GROUP] * len(group) + [UNIT])
    tracks = Tracks(row, legs[:, 0], np.append(np.append(group[1:, 0], 12.0), 12.0), *legs[:, 1:].T)
    roll = Roll(("group", "unit"), (-1, 0), (GROUP, -1), ("nation",), (False, True), (5.0, speed))
    waters = {"nation": closed} if closed else {}
    return Reach({5: PRIZE}, roll, tracks, lambda x, y: np.full_like(x, scale), waters)  # type: ignore[arg-type]


def course(draw: np.random.Generator, fastest: float) -> np.ndarray:
    """A way of four legs that hang together."""
    t = np.array([0.0, *np.sort(draw.uniform(0.0, 10.0, 3))])
    v = draw.uniform(-fastest, fastest, (4, 2))
    at = [draw.uniform(-60.0, 60.0, 2)]
    for k in range(3):
        at.append(at[-1] + (t[k + 1] - t[k]) * v[k])
    return np.column_stack([t, at, v])


def test_a_meeting_is_where_trying_every_instant_finds_one() -> None:
    draw, answers = np.random.default_rng(3), []
    for _ in range(300):
        legs, speed, start = course(draw, 25.0), draw.uniform(3.0, 15.0), draw.uniform(0.0, 9.0)
        instants = np.linspace(start, 10.0, 20_001)
        k = np.searchsorted(legs[:, 0], instants, side="right") - 1
        at = legs[k, 1:3] + (instants - legs[k, 0])[:, None] * legs[k, 3:]
        spare = float((speed * (instants - start) - np.hypot(*at.T)).max())
        if abs(spare) > 0.05:  # nm: an instant is 0.5 ms of a way of 35 kn
            answers.append(spare > 0.0)
            assert reach(legs, speed=speed).meets(5, 0, start) == answers[-1]
    assert 30 < sum(answers) < len(answers) - 30


EAST = np.array([[0.0, 0.0, 0.0, 10.0, 0.0]])  # in the square from 2 h to 6 h; the prize at (100, 0)


@pytest.mark.parametrize(
    ("unit", "start", "meets"), [((0.0, 0.0), 0.0, True), ((40.0, 0.0), 3.0, True), ((40.0, 4.0), 9.0, False)]
)
def test_closed_waters_are_left_out(unit: tuple[float, float], start: float, meets: bool) -> None:
    asked = reach(EAST, unit, closed=(SQUARE,))
    own = asked.course(5, 0)
    assert [(round(float(a), 6), round(float(b), 6)) for a, b in zip(own.t, own.end, strict=True)] == [
        (0.0, 2.0),
        (6.0, 10.0),
        (10.0, 10.0),
    ]
    assert asked.meets(5, 0, start) == meets


def test_a_prize_in_closed_waters_is_out_of_bounds() -> None:
    all_of_it = 10.0 * SQUARE
    asked = reach(EAST, (100.0, 0.0), closed=(all_of_it - (200.0, 0.0),))
    assert asked.meets(5, 0, 0.0, lawful=False)
    assert not asked.meets(5, 0, 0.0)


def test_lateness_is_the_way_to_the_prize_less_the_time_that_is_left() -> None:
    asked = reach(EAST, (100.0, 30.0))
    assert asked.lateness(5, UNIT, 9.0) == pytest.approx(9.0 + 30.0 / 20.0 - 10.0, abs=1e-12)
    assert asked.nearest(5, 0, 8.5) == (0.0, UNIT)
    assert asked.lateness(5, UNIT, 13.0) is None  # it has left the theatre
    wide = reach(EAST, (100.0, 30.0), scale=1.5)  # a mile is longer on the plane there, so the way is shorter
    assert wide.lateness(5, UNIT, 9.0) == pytest.approx(9.0 + 30.0 / 30.0 - 10.0, abs=1e-12)


def test_who_has_no_team_meets_nobody() -> None:
    asked = reach(EAST, (100.0, 0.0))
    asked.roll = asked.roll._replace(boards=(False, False))
    assert not asked.meets(5, 0, 0.0) and asked.nearest(5, 0, 0.0) is None
