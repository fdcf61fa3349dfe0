"""The compiled core against the stepped reference of `brute`, and against itself where nothing may change."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from brute.compare import compare, first_detections, two_sample, uniforms
from brute.core.adapter import drive, found, ocean_of, orders, vessels
from brute.core.deviation import ROUNDED, deviation
from brute.generator import KINDS, LawKind, random_world
from brute.stepper import contacts, detections
from brute.test_compare import exact
from brute.worlds import World, cut, moved
from guardship.core.kernels import state as s
from guardship.core.ocean import Ocean

RANDOM: tuple[LawKind, ...] = ("rate", "rings", "inverse_cube", "mixed")
ALL: tuple[LawKind, ...] = ("definite", *RANDOM)
say = logging.getLogger(__name__).info  # the numbers: pytest --log-cli-level=INFO

# ---- definite ranges: the same contacts --------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_definite_ranges_give_the_stepped_contacts(seed: int) -> None:
    world = random_world(seed, "definite")
    result = compare(world, contacts(world), found(world))
    assert result.wrong == []
    assert result.checked > 50
    assert len(result.doubtful) < 10


@pytest.mark.long
def test_definite_ranges_in_200_fleets() -> None:
    checked, doubtful, wrong, kinds = 0, 0, list[str](), dict.fromkeys(KINDS, 0)
    for seed in range(200):
        world = random_world(seed, "definite")
        result = compare(world, contacts(world), found(world))
        checked += result.checked
        doubtful += len(result.doubtful)
        wrong += [f"world {seed} {text}" for text in result.wrong]
        for kind in world.kinds:
            kinds[kind] += 1
    say(f"{checked} gains and losses checked, {doubtful} of {200 * 100} pairs in part, {len(wrong)} wrong, {kinds}")
    assert wrong == []
    assert checked > 25_000
    assert doubtful < 500
    assert min(kinds.values()) >= 20


# ---- random laws: the same distributions -------------------------------------------------------------------


def check_law(kind: LawKind, worlds: Iterable[int], runs: int, at_least: int) -> None:
    """Hazards gathered at the gains are Exp(1), and as many pairs are detected at all as theory says."""
    values, later, seen, expected, variance = [], [], 0, 0.0, 0.0
    for seed in worlds:
        world = random_world(seed, kind)
        runs_of_world = [found(world, run) for run in range(runs)]
        values.append(uniforms(world, runs_of_world))
        later.append(uniforms(world, runs_of_world, ordinal=1))
        count = first_detections(world, runs_of_world)
        seen, expected, variance = seen + count.seen, expected + count.expected, variance + count.variance
    every, second = np.concatenate(values), np.concatenate(later)
    p, p2 = stats.kstest(every, "uniform").pvalue, stats.kstest(second, "uniform").pvalue
    score = (seen - expected) / np.sqrt(variance)
    say(f"{kind}: {len(every)} detections p {p:.3f}, {len(second)} second ones p {p2:.3f}, score {score:+.2f}")
    assert len(every) >= at_least
    assert p > 0.001
    assert p2 > 0.001
    assert abs(score) < 4


@pytest.mark.parametrize("kind", RANDOM)
def test_random_laws(kind: LawKind) -> None:
    check_law(kind, range(8), 80, 10_000)


@pytest.mark.long
@pytest.mark.parametrize("kind", RANDOM)
def test_random_laws_at_length(kind: LawKind) -> None:
    check_law(kind, range(100, 140), 90, 50_000)


def check_gain_times(kind: LawKind, worlds: Iterable[int], runs: int) -> None:
    """No theory at all: gain times of the core and of the stepped simulation, each with luck of its own."""
    for seed in worlds:
        world = random_world(seed, kind)
        stepped = list(detections(world, range(runs)).values())
        core = [found(world, run) for run in range(runs)]
        p = [two_sample(core, stepped, ordinal) for ordinal in (0, 1)]
        say(f"{kind} world {seed}: first gains p {p[0]:.3f}, second gains p {p[1]:.3f}")
        assert min(p) > 0.001


@pytest.mark.parametrize("kind", RANDOM)
def test_gain_times(kind: LawKind) -> None:
    check_gain_times(kind, [21], 100)


@pytest.mark.long
@pytest.mark.parametrize("kind", RANDOM)
def test_gain_times_at_length(kind: LawKind) -> None:
    check_gain_times(kind, range(30, 36), 300)


# ---- what may not change anything --------------------------------------------------------------------------


@pytest.mark.long
def test_definite_ranges_give_the_exact_contacts() -> None:
    """Against the closed form of `test_compare`: as tight as rounding, brief contacts and switches included."""
    checked, worst, doubtful = 0, 0.0, 0
    for seed in range(1000, 2000):
        world = random_world(seed, "definite")
        result = deviation(world, exact(world), found(world))
        checked, worst = checked + result.checked, max(worst, result.worst)
        doubtful += result.doubtful
        assert result.worst <= ROUNDED, f"world {seed}"
    say(f"{checked} gains and losses, {worst:.1e} h at worst, {doubtful} of {1000 * 100} pairs in part")
    assert checked > 100_000


def check_same(kind: LawKind, seeds: Iterable[int], change: Callable[[World, int], World], at_least: int) -> None:
    """Every gain and loss of worlds and of their changed selves, under the same luck."""
    checked, worst, doubtful = 0, 0.0, 0
    for seed in seeds:
        world = random_world(seed, kind)
        result = deviation(world, found(world), found(change(world, seed)))
        checked, worst = checked + result.checked, max(worst, result.worst)
        doubtful += result.doubtful
        assert result.worst <= ROUNDED, f"world {seed}"
    say(f"{kind}: {checked} gains and losses, {worst:.1e} h at worst, {doubtful} pairs in part")
    assert checked > at_least


@pytest.mark.parametrize("kind", ALL)
def test_collinear_waypoints_change_nothing(kind: LawKind) -> None:
    """Oracles O45 and O17: legs in pieces of 10 s to 15 min."""
    check_same(kind, range(10), cut, 250)


@pytest.mark.long
@pytest.mark.parametrize("kind", ALL)
def test_collinear_waypoints_change_nothing_in_50_worlds(kind: LawKind) -> None:
    check_same(kind, range(50), cut, 1200)


@pytest.mark.long
@pytest.mark.parametrize("step", [10 / 3600, 1 / 60, 5 / 60, 15 / 60])
def test_the_length_of_legs_changes_nothing(step: float) -> None:
    """Oracle O17: all pieces of one length."""
    check_same("mixed", range(10), lambda world, seed: cut(world, seed, step, step), 400)


def elsewhere(world: World, seed: int) -> World:
    """Mirrored by a coin, turned by any angle, shifted by up to 500 nm."""
    rng = np.random.default_rng([seed, 3])
    shift = float(rng.uniform(-500, 500)), float(rng.uniform(-500, 500))
    return moved(world, float(rng.uniform(0, 2 * np.pi)), shift, bool(rng.integers(2)))


@pytest.mark.parametrize("kind", ALL)
def test_the_plane_has_no_origin_and_no_north(kind: LawKind) -> None:
    """Oracle O49."""
    check_same(kind, range(10), elsewhere, 250)


@pytest.mark.long
@pytest.mark.parametrize("kind", ALL)
def test_the_plane_has_no_origin_and_no_north_in_50_worlds(kind: LawKind) -> None:
    check_same(kind, range(50), elsewhere, 1200)


def crowded(world: World, seed: int) -> World:
    """With the observers and targets of another world added behind its own."""
    more = random_world(seed + 1000, "mixed")
    return replace(world, observers=world.observers + more.observers, targets=world.targets + more.targets)


@pytest.mark.parametrize("kind", ALL)
def test_order_and_bystanders_change_nothing(kind: LawKind) -> None:
    """Oracle O46, bit for bit: a pair's times depend on its two vessels alone, its luck on their ids."""
    compared = 0
    for seed in range(10):
        world = random_world(seed, kind)
        alone = found(world, 7)
        compared += len(alone)
        ships = np.random.default_rng([seed, 4]).permutation(len(vessels(world))).tolist()
        assert found(world, 7, ships) == alone
        crowd = crowded(world, seed)
        ships = np.random.default_rng([seed, 5]).permutation(len(vessels(crowd))).tolist()
        for row in (None, ships):
            among = found(crowd, 7, row)
            own = [c for c in among if c.pair[0] < len(world.observers) and c.pair[1] < len(world.targets)]
            assert own == alone
            assert len(among) > len(own)
    assert compared > 150


# ---- stopping and running out of room ----------------------------------------------------------------------


def cramped(ocean: Ocean) -> Ocean:
    """With the least room that an ocean can start with: every array has to grow again and again."""
    sea, queued = ocean.sea, int(ocean.n[s.N_HEAP])
    ocean.sea = sea._replace(
        heap=sea.heap[: max(queued, 1)].copy(),
        pairs=sea.pairs[:1].copy(),
        exposure=sea.exposure[:1].copy(),
        table=np.zeros(4, np.int32),
        legs=sea.legs[:1].copy(),
        notes=sea.notes[:1].copy(),
        decisions=sea.decisions[:1].copy(),
        trials=sea.trials[:1].copy(),
        orders=sea.orders[:1].copy(),
    )
    return ocean


@pytest.mark.parametrize("kind", ALL)
def test_pauses_and_growth_change_nothing(kind: LawKind) -> None:
    """Byte for byte: hour by hour, at odd instants, at the events themselves, with little room."""
    for seed in range(5):
        world = cut(random_world(seed, kind), seed)
        to_do = orders(world)
        whole = drive(ocean_of(world, 3), to_do, world.horizon)
        log = whole.notes().tobytes(), whole.legs().tobytes()
        odd = np.random.default_rng([seed, 6]).uniform(0.0, world.horizon, 500).tolist()
        for stops in ([], np.arange(25.0).tolist(), odd, np.unique(whole.notes()["t"]).tolist()):
            for start in (ocean_of(world, 3), cramped(ocean_of(world, 3))):
                again = drive(start, to_do, world.horizon, stops)
                assert (again.notes().tobytes(), again.legs().tobytes()) == log
