"""Ships placed by a map, in the running model: O55 (O26, whole ships), O56 (quantal response), O57 (nothing known)."""

from collections import Counter
from math import exp
from statistics import mean

import numpy as np
import pytest

from guardship.outcomes.stations import Planned
from guardship.run.run import Run

from .worlds import agree, average, gains, near, rows, run

COVERAGE = 0.25  # of one ship in one cell from plan to plan: 0.05 nm * 400 kn * 20 h / 1600 nm2
EXPECTED = np.array([0.5, 0.3, 0.2])


def ships_by_cell(world: Run, t: float) -> Counter[int]:
    return Counter(one.station for one in plans(world) if one.t == t)


def plans(world: Run) -> list[Planned]:
    assert world.model.stations is not None
    return world.model.stations.plans


def found(world: Run) -> float:
    """The share of all targets that were found."""
    seen = gains(world)["b"]
    hits = [np.isin(rows(world, group), seen) for group in "abc"]
    return float(np.concatenate(hits).mean())


# ---- O55 -----------------------------------------------------------------------------------------


def test_ships_go_where_they_find_most() -> None:
    """The same, of three runs: found within five hundredths, three of their standard errors."""
    worlds = [run("placement", seed=seed) for seed in range(3)]
    assert all(ships_by_cell(world, 20.0) == {0: 5, 1: 2, 2: 1} for world in worlds)
    near("O55", "ships where a map expects targets, three runs", 0.519028, mean(map(found, worlds)), 3000, 0.05)


@pytest.mark.long
def test_ships_go_where_they_find_most_and_find_what_theory_says() -> None:
    """Eight ships are E = 2 in all. The best is 5, 2, 1 of them, 0.519028; if ships were divisible, 0.521408 (O26)."""
    worlds = [run("placement", seed=seed) for seed in range(50)]
    for world in worlds:
        assert ships_by_cell(world, 20.0) == {0: 5, 1: 2, 2: 1}
    theory = float(EXPECTED @ (1.0 - np.exp(-COVERAGE * np.array([5.0, 2.0, 1.0]))))
    assert theory == pytest.approx(0.519028, abs=1e-6)
    average("O55", "ships where a map expects targets, E = 2", [found(world) for world in worlds], theory, 50_000)


@pytest.mark.long
def test_ships_spread_evenly_find_less() -> None:
    """With 3, 3, 2 in some order, by lot, as where nothing is known: by theory 0.486 on average over the orders."""
    even = {"stations.expected": 1}
    worlds = [run("placement", even, seed) for seed in range(50)]
    ways = [ships_by_cell(world, 20.0) for world in worlds]
    assert all(sorted(way.values()) == [2, 3, 3] for way in ways)
    theory = [float(EXPECTED @ [1.0 - exp(-COVERAGE * way[k]) for k in range(3)]) for way in ways]
    off = [found(world) - one for world, one in zip(worlds, theory, strict=True)]
    average("O55", "ships spread evenly, less theory", off, 0.0, 50_000)


# ---- O56 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rationality", "shares"), [(1.5, (0.785597, 0.175290, 0.039113)), (0.0, (1 / 3,) * 3)])
def test_quantal_response(rationality: float, shares: tuple[float, ...]) -> None:
    """O30: gains of 2, 1 and 0 groups, for one ship; 1 000 plans, each with luck of its own. What she has searched in
    the last hour, and the way to another cell, take two per cent off a gain at most."""
    world = run("placement", QUANTAL | {"stations.rationality": rationality})
    count = Counter(one.station for one in plans(world))
    n = count.total()
    assert n == 1000
    for k, p in enumerate(shares):
        z = (count[k] / n - p) / (p * (1.0 - p) / n) ** 0.5
        agree("O56", f"quantal response, lambda {rationality:g}, cell {k}", p, count[k] / n, n, z)


QUANTAL: dict[str, object] = {
    "groups.ships.count": 1,
    "stations.replan": {"every": "20 h", "from": "quantal"},
    "stations.updates_every": "1 h",
    "stations.expected": {"a": 2.0 / (1.0 - exp(-COVERAGE)), "b": 1.0 / (1.0 - exp(-COVERAGE)), "c": 1e-9},
    "time.measure": "19980 h",
    "groups.a.count": 0,
    "groups.b.count": 0,
    "groups.c.count": 0,
}


# ---- O57 -----------------------------------------------------------------------------------------


def test_where_nothing_is_known_all_waters_get_the_same() -> None:
    """Three ships that forget at once: each cell has one at each of 30 plans. One ship thins what she searches, and
    goes about: each cell gets a third of 300 plans."""
    three = run("placement", {"groups.ships.count": 3, "stations.expected": 1, "time.measure": "580 h"})
    by_time = {t: ships_by_cell(three, t) for t in {one.t for one in plans(three)}}
    assert len(by_time) == 30
    assert all(way == {0: 1, 1: 1, 2: 1} for way in by_time.values())
    round_and_round = {
        "groups.ships.count": 1,
        "stations.expected": 1,
        "stations.forgets": "1000 d",
        "stations.updates_every": "1 h",
    }
    one = run("placement", round_and_round | {"time.measure": "5980 h"})
    count = Counter(plan.station for plan in plans(one))
    assert count.total() == 300
    assert max(count.values()) - min(count.values()) <= 3
