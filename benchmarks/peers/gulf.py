"""The reference theatre of the shipped Gulf of Aden: its tracks and ranges as plain arrays.

Merchant ships, dhows and fishers sail the routes and the legs that the scenario draws for them; the 14 warships sail
their beats and decide by the rule alone. Pirates with their skiffs, aircraft and escorts, which move by decisions, sail
the tracks of one run of the scenario, each from its launch to its recovery at its mean speed. Left out: port calls,
boarding boats, days of rest, land, weather; a range is the widest of its sensors in any weather.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

import guardship
from benchmarks.peers.theatre import DAY, Roaming, Theatre, sailed
from guardship.build import theatre as place
from guardship.build.assemble import Builder
from guardship.build.model import PatrolModel
from guardship.core.kernels import state as s
from guardship.core.kernels.state import Floats, Records
from guardship.core.ocean import Environment, Ocean
from guardship.scenario.vessels import Patrol, VesselType

FILE = Path(__file__).parents[2] / "scenarios" / "gulf_of_aden.yaml"
SHORTEST = 0.1  # nm and h: a shorter track is none


def gulf_of_aden(days: float = 30.0, seed: int = 1) -> Theatre:
    """The first days of the shipped scenario."""
    hours = days * DAY
    scenario = guardship.load(FILE)
    model = PatrolModel(scenario, seed)
    kinds, fleet, sea = np.array(model.crew.kinds), model.ocean.fleet.copy(), model.ocean.sea
    role = np.array([scenario.types[kind].role for kind in model.crew.kinds])
    starts = Builder(scenario, place.Theatre.of(scenario), seed, {}).vessels.starts
    waits = np.isin(kinds, ["frigate", "drone_frigate"])
    drawn = np.isin(role, ["merchant", "passive"]) & (starts < hours)
    decided = np.isin(role, ["pirate", "aircraft"]) | (kinds == "escort")
    rings = tuple(np.array(sea.pool[a:b]) for a, b in sea.areas)
    rows = np.flatnonzero(drawn)
    legs = _unattended(fleet[rows], starts[rows], np.array(sea.pool), rings, seed, hours)
    tracks = [_knots(legs[k], hours) for k in range(len(rows))]
    who = rows.tolist()
    recorded = _by_row(guardship.simulate(scenario, seed).model.ocean.legs())
    for row in np.flatnonzero(decided).tolist():
        episodes = list(_episodes(recorded[row], hours)) if row in recorded else []
        tracks += episodes
        who += [row] * len(episodes)
    patrols = np.flatnonzero(waits)
    tracks += [_beat(fleet[row], sea.pool) for row in patrols]
    who += patrols.tolist()
    source = np.array(who)
    patrol = np.isin(source, patrols).astype(np.int64)
    illicit = (role[source] == "pirate").astype(np.int64)
    t, x, y = np.ascontiguousarray(np.concatenate(tracks).T)
    roams = np.flatnonzero(fleet["mode"][source] == s.ROAMING)
    roams = roams[role[source[roams]] == "passive"]
    roamer = fleet[source[roams]]
    hulls = len(model.perception.hulls)
    reach = np.ascontiguousarray(sea.stance["reach"][:, :, 0])
    top = np.array([_top(scenario.types[kind]) for kind in model.crew.kinds]) * waits
    return Theatre(
        "gulf",
        hours,
        t,
        x,
        y,
        np.cumsum([0] + [len(track) for track in tracks]),
        fleet["sig"][source] + hulls * illicit,
        np.where(patrol + decided[source] > 0, fleet["suite"][source], -1),
        np.hstack([reach, reach]),  # an illicit vessel is seen as far as a lawful one: it has a signature of its own
        illicit,
        patrol,
        fleet["speed"][source] * patrol,
        top[source],
        Roaming(
            rings,
            seed,
            roams,
            roamer["area"].copy(),
            roamer["id"].copy(),
            roamer["leg"].copy(),
            roamer["stops"].copy(),
            roamer["speed"].copy(),
        ),
    )


def _top(kind: VesselType) -> float:
    """The top speed of a patrol."""
    return float(kind.speed.max) if isinstance(kind, Patrol) else 0.0


def _unattended(
    fleet: Records, starts: Floats, pool: Floats, rings: tuple[Floats, ...], seed: int, hours: float
) -> dict[int, Records]:
    """The legs of vessels that nobody sees and nobody disturbs, by row."""
    for name in ("suite", "lookout", "holder"):
        fleet[name] = -1
    fleet["wants"] = fleet["sig"] = 0
    ocean = Ocean(fleet, [], 1, Environment.constant(), seed=seed, starts=starts, pool=pool, areas=rings)
    ocean.advance(hours)
    return _by_row(ocean.legs())


def _by_row(legs: Records) -> dict[int, Records]:
    legs = legs[np.argsort(legs["row"], kind="stable")]
    rows, at = np.unique(legs["row"], return_index=True)
    return dict(zip(rows.tolist(), np.split(legs, at[1:]), strict=True))


def _knots(legs: Records, until: float) -> Floats:
    """Knots (t, x, y) of consecutive legs: where each begins, and where the last is at the end."""
    knots = np.column_stack([legs["t"], legs["x"], legs["y"]])
    last = legs[-1]
    if last["mode"] != s.ABSENT:
        dt = until - last["t"]
        knots = np.vstack([knots, [until, last["x"] + last["vx"] * dt, last["y"] + last["vy"] * dt]])
    later = np.append(np.diff(knots[:, 0]) > 0.0, True)  # of several at one instant the last holds
    return np.asarray(knots[later])


def _episodes(legs: Records, until: float) -> Iterator[Floats]:
    """From each launch to the recovery, at the mean speed."""
    away = np.flatnonzero(legs["mode"] == s.ABSENT)
    begin = 0
    for end in [*away.tolist(), len(legs) - 1]:
        part = legs[begin : end + 1]
        begin = end + 1
        part = part[part["t"] <= until]
        if len(part) < 2:
            continue
        knots = _knots(part, until)
        length = float(np.hypot(*np.diff(knots[:, 1:], axis=0).T).sum())
        duration = float(knots[-1, 0] - knots[0, 0])
        if length > SHORTEST and duration > SHORTEST:
            moved = np.append(True, (np.diff(knots[:, 1:], axis=0) != 0.0).any(axis=1))
            yield sailed(knots[moved, 1:], length / duration, float(knots[0, 0]), np.inf)


def _beat(vessel: Records, pool: Floats) -> Floats:
    """A patrol's place at the start and the way points that it goes round."""
    at, end, loop = int(vessel["at"]), int(vessel["end"]), int(vessel["loop"])
    points = np.vstack([[vessel["x"], vessel["y"]], pool[at:end], pool[loop:at]])
    return np.column_stack([np.zeros(len(points)), points])
