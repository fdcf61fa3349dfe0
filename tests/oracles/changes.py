"""Changes of a scenario that must not matter: legs cut in pieces, the world moved; and how two runs are compared."""

from collections.abc import Callable
from math import degrees, hypot

import numpy as np

from guardship.core.kernels.state import Floats
from guardship.run.run import Run
from guardship.scenario.geometry import FlatPosition, GeoPosition
from guardship.scenario.groups import Route, Stay, Straight
from guardship.scenario.schema import Scenario

from .worlds import nm

HOURS = 1e-9  # h, 4 us: rounding of times, and of positions at the least speeds that occur
KEY = ["kind", "actor", "object", "reason"]

type Cut = Callable[[float], Floats]  # hours that a leg takes to the shares of it at which it is cut
type Place = Callable[[float, float], tuple[float, float]]


def every(seconds: float) -> Cut:
    """Pieces that take so long."""
    return lambda hours: np.arange(1.0, np.ceil(hours * 3600.0 / seconds)) * (seconds / 3600.0 / hours)


def anywhere(rng: np.random.Generator) -> Cut:
    """Up to eight cuts of each leg, some of them close together."""
    return lambda hours: np.sort(rng.uniform(0.0, 1.0, rng.integers(0, 9)) ** float(rng.choice([1.0, 9.0])))


def cut_routes(scenario: Scenario, cut: Cut) -> dict[str, object]:
    """The routes of a scenario with points inserted on their straight legs."""
    return {
        f"groups.{name}.route.points": [nm(*p) for p in _pieces(scenario, name, group.motion, cut)]
        for name, group in scenario.groups.items()
        if isinstance(group.motion, Route)
    }


def _pieces(scenario: Scenario, name: str, route: Route, cut: Cut) -> list[tuple[float, float]]:
    (kind, _), *_ = scenario.groups[name].mix
    speed = scenario.types[kind].speed.cruise.quantile(0.5)  # all the same in these files
    points = [(p[0], p[1]) for p in route.points if not isinstance(p, str)]
    ends = [*points[1:], points[0]] if route.loop else points[1:]
    way = []
    for (ax, ay), (bx, by) in zip(points, ends, strict=False):
        shares = [0.0, *cut(hypot(bx - ax, by - ay) / speed)]
        way += [(ax + s * (bx - ax), ay + s * (by - ay)) for s in shares]
    return way if route.loop else [*way, points[-1]]


def moved(scenario: Scenario, place: Place, course: Callable[[float], float]) -> dict[str, object]:
    """Routes, courses and places of a scenario elsewhere; `course` turns radians clockwise from north."""
    changes: dict[str, object] = {}
    for name, group in scenario.groups.items():
        motion = group.motion
        if isinstance(motion, Route):
            points = [nm(*place(p[0], p[1])) for p in motion.points if not isinstance(p, str)]
            changes[f"groups.{name}.route.points"] = points
        elif isinstance(motion, Straight) and not isinstance(motion.origin, str):
            x, y = place(motion.origin.x.quantile(0.5), motion.origin.y.quantile(0.5))
            changes[f"groups.{name}.straight"] = {
                "from": nm(x, y),
                "course": f"{degrees(course(motion.course.quantile(0.5)))!r} deg",
            }
        elif isinstance(motion, Stay) and isinstance(motion.at, GeoPosition | FlatPosition):
            changes[f"groups.{name}.hold.at"] = nm(*place(motion.at.x.quantile(0.5), motion.at.y.quantile(0.5)))
    return changes


# ---- two runs ------------------------------------------------------------------------------------


def story(world: Run, *without: str) -> list[tuple[tuple[str, ...], float]]:
    """What happened to whom, by name, and when; without what some groups took part in. Numbers of contacts, tracks and
    reports are left out: they count what an observer has met."""
    events = world.events
    table = events[KEY].astype(object).where(events[KEY].notna(), "").astype(str)
    lines = zip(table.itertuples(index=False, name=None), events["t"].tolist(), strict=True)
    return sorted(line for line in lines if not any(_group(name) in without for name in line[0][1:3]))


def _group(vessel: str) -> str:
    return vessel.partition("/")[0]


def same(a: Run, b: Run, hours: float = HOURS) -> int:
    """Insist that the same happened at the same times; how many events were compared."""
    one, two = story(a), story(b)
    assert [what for what, _ in one] == [what for what, _ in two]
    assert np.allclose([t for _, t in one], [t for _, t in two], rtol=0.0, atol=hours)
    return len(one)


def tracks(world: Run, *without: str) -> dict[str, Floats]:
    """The legs of every vessel: t, x, y, vx, vy."""
    legs = world.model.ocean.legs()
    rows = {row: name for name, row in world.model.crew.rows.items() if _group(name) not in without}
    table = np.column_stack([legs[c] for c in ("t", "x", "y", "vx", "vy")])
    order = np.argsort(legs["row"], kind="stable")
    of, at = np.unique(legs["row"][order], return_index=True)
    parts = np.split(table[order], at[1:])
    return {rows[row]: part for row, part in zip(of.tolist(), parts, strict=True) if row in rows}
