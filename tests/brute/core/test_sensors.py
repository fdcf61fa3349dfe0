"""What the reference knows only by detour: several sensors, identification, clearances, cells, scale, mutual sight."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

import numpy as np
import pytest
from scipy import stats

from brute.compare import compare, first_detections, gain_times, hazard_at, uniforms
from brute.core.adapter import Order, contacts_in, drive, law_of_core, ocean_of, orders, suites_of
from brute.core.deviation import ROUNDED, deviation
from brute.generator import LawKind, random_world
from brute.stepper import SECOND, Contact, cumulative_hazard, detections, follow, watch
from brute.test_compare import exact
from brute.worlds import Array, Rate, Rings, Vessel, World, leg_times, position
from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Identification, Ocean, Suite
from guardship.core.ocean import Law as CoreLaw

ALL: tuple[LawKind, ...] = ("definite", "rate", "rings", "inverse_cube", "mixed")


def run(world: World, ocean: Ocean) -> list[Contact]:
    return contacts_in(drive(ocean, orders(world), world.horizon), world)


# ---- laws ------------------------------------------------------------------------------------------------------------


def in_parts(rings: Rings) -> list[CoreLaw]:
    """Three sensors whose rates add up to those of the rings."""
    outwards = [*sorted(rings.rings), (inf, 0.0)]
    return [law_of_core(Rate(r, k - more, rings.hold)) for (r, k), (_, more) in pairwise(outwards)]


def test_sensors_of_a_suite_add_up() -> None:
    values, seen, expected, variance = [], 0, 0.0, 0.0
    for seed in range(4):
        world = random_world(seed, "rings")
        suites = []
        for o in world.observers:
            parts = {key: in_parts(law) for key, law in o.laws.items() if isinstance(law, Rings)}
            suites.append(Suite([{key: laws[slot] for key, laws in parts.items()} for slot in range(3)]))
        runs = [run(world, ocean_of(world, k, suites=suites)) for k in range(100)]
        values.append(uniforms(world, runs))
        count = first_detections(world, runs)
        seen, expected, variance = seen + count.seen, expected + count.expected, variance + count.variance
    every = np.concatenate(values)
    assert len(every) > 5000
    assert stats.kstest(every, "uniform").pvalue > 0.001
    assert abs(seen - expected) < 4 * np.sqrt(variance)


def seconds(gains: Array) -> Array:
    """Rounded up to the step, as the reference gains what is certain."""
    return np.ceil(gains / SECOND - 1e-6)


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("sure", [0, 1])
def test_certain_in_one_light_and_by_chance_in_the_other(sure: int, order: int) -> None:
    """Whatever the order in which the laws of a sensor are given."""
    for seed in (3, 4):
        world, chance = random_world(seed, "definite"), random_world(seed, "rate")
        observers = []
        for a, b in zip(world.observers, chance.observers, strict=True):
            laws = [(key, (a if key[1] == sure else b).laws[key]) for key in a.laws]
            observers.append(replace(a, laws=dict(laws[::order])))
        world = replace(world, observers=tuple(observers))
        core = [run(world, ocean_of(world, k)) for k in range(200)]
        stepped = list(detections(world, range(200)).values())
        for n in (0, 1):
            pair = seconds(gain_times(core, n)), seconds(gain_times(stepped, n))
            assert min(map(len, pair)) > 800
            assert stats.ks_2samp(*pair).pvalue > 0.001


def test_identification_takes_an_exponential_exposure_of_the_contact() -> None:
    """As `uniforms`, with the time between gain and loss in place of the time up to the horizon."""
    values, seen, expected, variance = [], 0, 0.0, 0.0
    for seed in range(4):
        world, chance = random_world(seed, "definite"), random_world(seed, "rate")
        rng = np.random.default_rng([seed, 7])
        observers = []
        for o in chance.observers:
            laws = {
                k: replace(v, range=v.range * rng.uniform(0.3, 1.2)) for k, v in o.laws.items() if isinstance(v, Rate)
            }
            observers.append(replace(o, laws=laws))
        chance = replace(chance, observers=tuple(observers))
        suites = suites_of(world)
        for suite, o in zip(suites, observers, strict=True):
            suite.identifies = {
                k: Identification(v.range, v.rate, 0.5, 0) for k, v in o.laws.items() if isinstance(v, Rate)
            }
        hazards = {pair: cumulative_hazard(chance, pair) for pair in {c.pair for c in exact(world)}}
        for k in range(40):
            ocean = ocean_of(world, k, suites=suites)
            contacts = run(world, ocean)
            notes = ocean.notes()[ocean.notes()["kind"] == s.IDENTIFY]
            for c in contacts:
                total = hazards[c.pair]
                base, end = hazard_at(total, c.gain), hazard_at(total, min(c.loss, world.horizon))
                p = -np.expm1(base - end)
                expected, variance = expected + p, variance + p * (1 - p)
                a, b = c.pair[0], c.pair[1] + len(observers)
                of = notes[(notes["a"] == a) & (notes["b"] == b) & (notes["t"] >= c.gain) & (notes["t"] < c.loss)]
                assert len(of) <= 1
                seen += len(of)
                values += [-np.expm1(base - hazard_at(total, float(n["t"]))) / p for n in of]
    assert len(values) == seen > 2000
    assert stats.kstest(values, "uniform").pvalue > 0.001
    assert abs(seen - expected) < 4 * np.sqrt(variance)


# ---- clearances ------------------------------------------------------------------------------------------------------

HOLDERS = (0, 0, 0, 1, 1)
Clearances = dict[tuple[int, int], list[tuple[float, float]]]


def clearances(world: World, seed: int) -> Clearances:
    """(time, until) of the clearances of (holder, target); one may extend, shorten or end the one before."""
    rng = np.random.default_rng([seed, 8])
    found: Clearances = {}
    for key in [(h, t) for h in (0, 1) for t in range(len(world.targets))]:
        at = np.sort(rng.uniform(0.0, world.horizon - 1.0, 5))
        found[key] = [(float(t), float(t + rng.uniform(-1.0, 8.0))) for t in at]
    return found


def run_cleared(world: World, given: Clearances, seed: int) -> list[Contact]:
    ocean = ocean_of(world, seed, holders=HOLDERS)
    first = len(world.observers)
    events: list[tuple[float, int, int, float | Order]] = [(o.time, -1, o.row, o) for o in orders(world)]
    events += [(t, h, first + v, until) for (h, v), of in given.items() for t, until in of]
    for time, holder, row, what in sorted(events, key=lambda e: e[0]):
        if isinstance(what, Order):
            drive(ocean, [what], time)
        else:
            assert ocean.advance(time) == []
            ocean.clear(holder, row, what)
    assert ocean.advance(world.horizon) == []
    return contacts_in(ocean, world)


def stepped_cleared(world: World, given: Clearances, seeds: Sequence[int]) -> list[list[Contact]]:
    """The reference with nothing gained and nothing gathered while the target is cleared; contacts are held on."""
    runs: list[list[Contact]] = [[] for _ in seeds]
    for pair in world.pairs():
        w = watch(world, pair)
        if not w.sure.any() and w.exposure[-1] == 0.0:
            continue
        cleared = np.zeros(len(w.time), dtype=bool)
        of = given[HOLDERS[pair[0]], pair[1]]
        for (begin, until), (then, _) in pairwise([*of, (inf, inf)]):
            cleared |= (begin <= w.time) & (w.time < min(until, then))
        gathered = np.where(cleared[:-1], 0.0, np.diff(w.exposure))
        w = w._replace(exposure=np.concatenate([[0.0], np.cumsum(gathered)]), sure=w.sure & ~cleared)
        for seed, contacts in zip(seeds, runs, strict=True):
            threshold = np.random.default_rng([seed, world.seed, *pair]).standard_exponential
            contacts += [Contact(pair, n, *span) for n, span in enumerate(follow(w, threshold))]
    return runs


@pytest.mark.parametrize("seed", range(5))
def test_what_is_cleared_is_not_gained(seed: int) -> None:
    world = random_world(seed, "definite")
    given = clearances(world, seed)
    [stepped] = stepped_cleared(world, given, [0])
    result = compare(world, stepped, run_cleared(world, given, 0))
    assert result.wrong == []
    assert result.checked > 40


@pytest.mark.parametrize("kind", ["rate", "inverse_cube"])
def test_what_is_cleared_gathers_no_exposure(kind: LawKind) -> None:
    core, stepped = list[list[Contact]](), list[list[Contact]]()
    for seed in range(4):
        world = random_world(seed, kind)
        given = clearances(world, seed)
        core += [run_cleared(world, given, k) for k in range(100)]
        stepped += stepped_cleared(world, given, range(100))
    assert min(len(gain_times(core)), len(gain_times(stepped))) > 800
    assert stats.ks_2samp(gain_times(core), gain_times(stepped)).pvalue > 0.001
    lengths = np.array([[len(run) for run in runs] for runs in (core, stepped)])
    assert abs(np.sum(lengths[0] - lengths[1])) < 4 * np.sqrt(np.sum(np.var(lengths.reshape(2, 4, 100), axis=2)) * 100)


# ---- cells -----------------------------------------------------------------------------------------------------------

GRID = (20.0, 15.0, 30.0, 40.0, 3, 2)  # beyond it the nearest cell counts: much of the sea


def patchwork(world: World, seed: int) -> Environment:
    """Each cell has a calendar of its own, of its own length."""
    rng = np.random.default_rng([seed, 9])
    times, states = np.full((6, 8), np.inf), np.zeros((6, 8), np.int64)
    for c in range(6):
        n = int(rng.integers(1, 9))
        times[c, :n] = [0.0, *np.sort(rng.uniform(0.2, world.horizon, n - 1))]
        states[c] = (np.arange(8) + rng.integers(2)) % 2
    return Environment(times, states, GRID)


def cell(x: float, y: float) -> int:
    x0, y0, width, height, columns, rows = GRID
    i, j = (int(np.clip(f, 0, n - 1)) for f, n in (((x - x0) // width, columns), ((y - y0) // height, rows)))
    return j * columns + i


def crossings(vessel: Vessel) -> list[float]:
    """When it crosses a line between cells."""
    lines = [(k, GRID[k] + GRID[2 + k] * n) for k in (0, 1) for n in range(1, int(GRID[4 + k]))]
    found = []
    for (t, a), (u, b) in pairwise(zip(leg_times(vessel), vessel.points, strict=True)):
        shares = [(line - a[k]) / (b[k] - a[k]) for k, line in lines if a[k] != b[k]]
        found += [float(t + (u - t) * share) for share in shares if 0.0 < share < 1.0]
    return found


def light_of(world: World, environment: Environment, vessel: Vessel) -> tuple[tuple[float, int], ...]:
    """The calendar that an observer goes through."""
    knots = {0.0, world.horizon, *crossings(vessel), *environment.times[np.isfinite(environment.times)].tolist()}
    light: list[tuple[float, int]] = []
    for t, u in pairwise(sorted(t for t in knots if t <= world.horizon)):
        middle = (t + u) / 2
        c = cell(*position(vessel, np.array([middle]))[0])
        state = int(environment.states[c, np.searchsorted(environment.times[c], middle, side="right") - 1])
        if not light or light[-1][1] != state:
            light.append((t, state))
    return tuple(light)


def own(contacts: Sequence[Contact], observer: int) -> list[Contact]:
    return [c._replace(pair=(0, c.pair[1])) for c in contacts if c.pair[0] == observer]


def test_the_cell_of_the_observer_counts() -> None:
    checked = switches = 0
    for seed in range(12):
        world = random_world(seed, "definite")
        environment = patchwork(world, seed)
        core = run(world, ocean_of(world, 0, environment=environment))
        for k, o in enumerate(world.observers):
            alone = replace(world, observers=(o,), light=light_of(world, environment, o.vessel))
            result = deviation(alone, exact(alone), own(core, k))
            assert result.worst <= ROUNDED, f"world {seed} observer {k}"
            checked += result.checked
            switches += len(alone.light) - 1
    assert checked > 1200
    assert switches > 300


@pytest.mark.parametrize("kind", ["rate", "inverse_cube"])
def test_exposure_adds_up_over_cells(kind: LawKind) -> None:
    values, seen, expected, variance = [], 0, 0.0, 0.0
    for seed in range(4):
        world = random_world(seed, kind)
        environment = patchwork(world, seed)
        core = [run(world, ocean_of(world, k, environment=environment)) for k in range(80)]
        for k, o in enumerate(world.observers):
            alone = replace(world, observers=(o,), light=light_of(world, environment, o.vessel))
            of = [own(contacts, k) for contacts in core]
            values.append(uniforms(alone, of))
            count = first_detections(alone, of)
            seen, expected, variance = seen + count.seen, expected + count.expected, variance + count.variance
    every = np.concatenate(values)
    assert len(every) > 3000
    assert stats.kstest(every, "uniform").pvalue > 0.001
    assert abs(seen - expected) < 4 * np.sqrt(variance)


@pytest.mark.parametrize("kind", ALL)
def test_lines_between_equal_cells_change_nothing(kind: LawKind) -> None:
    for seed in range(8):
        world = random_world(seed, kind)
        times, states = (np.tile(np.array(column), (54, 1)) for column in zip(*world.light, strict=True))
        fine = Environment(times, states, (0.0, 0.0, 12.0, 15.0, 9, 6))
        result = deviation(world, run(world, ocean_of(world, 5)), run(world, ocean_of(world, 5, environment=fine)))
        assert result.worst <= ROUNDED
        assert result.checked > 10


# ---- the plane, and vessels that are both ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ALL)
def test_the_scale_of_the_plane_changes_nothing(kind: LawKind) -> None:
    """Twice as long on the plane is as long at sea: speeds and ranges follow."""
    for seed in range(8):
        world = random_world(seed, kind)
        for scale in (0.93, 2.0):
            observers = tuple(replace(o, vessel=larger(o.vessel, scale)) for o in world.observers)
            wide = replace(world, observers=observers, targets=tuple(larger(v, scale) for v in world.targets))
            result = deviation(world, run(world, ocean_of(world, 5)), run(wide, ocean_of(wide, 5, scale=scale)))
            assert result.worst <= ROUNDED
            assert result.checked > 10


def larger(vessel: Vessel, scale: float) -> Vessel:
    return replace(vessel, points=vessel.points * scale)


def test_observers_see_each_other() -> None:
    """One row that looks and is looked for, against an observer and a target that sail together."""
    checked = 0
    for seed in range(15):
        world = random_world(seed, "definite")
        n, m = len(world.observers), len(world.targets)
        twins = tuple(replace(o.vessel, signature=0) for o in world.observers)
        apart = replace(world, targets=world.targets + twins)
        expected = [c for c in exact(apart) if c.pair[1] - m != c.pair[0]]
        ocean = drive(ocean_of(world, 0, seen_as=0), orders(world), world.horizon)
        both = contacts_in(ocean, apart, [*range(n), *range(n, n + m), *range(n)])
        result = deviation(apart, expected, both)
        assert result.worst <= ROUNDED, f"world {seed}"
        checked += sum(c.pair[1] >= m for c in expected)
    assert checked > 200
