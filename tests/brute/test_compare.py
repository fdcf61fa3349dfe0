"""The generator, the rule of ambiguity and the statistics, checked against an exact solution for definite ranges."""

from itertools import pairwise
from math import inf

import numpy as np
import pytest
from scipy import stats

from .compare import compare, doubts, first_detections, switches, two_sample, uniforms
from .generator import KINDS, random_world
from .stepper import SECOND, Contact, contacts, detections, distance, watch
from .worlds import (
    Definite,
    Observer,
    Pair,
    Vessel,
    World,
    cut,
    holding,
    law_of,
    leg_times,
    light_at,
    moved,
    position,
    reach,
)


def exact(world: World) -> list[Contact]:
    """Contacts of definite ranges: between crossings and switches nothing changes, so look once in each interval."""
    return [Contact(pair, n, *span) for pair in world.pairs() for n, span in enumerate(_spans(world, pair))]


def _spans(world: World, pair: Pair) -> list[tuple[float, float]]:
    times = np.unique([0.0, *switches(world, pair), *_crossings(world, pair), world.horizon])
    times = times[np.diff(times, prepend=-1.0) > 1e-11]
    inside = times[:-1] + 0.37 * np.diff(times)  # not the middle, which is where a tangent touches
    d, light = distance(world, pair, inside), light_at(world, inside)
    spans: list[tuple[float, float]] = []
    held = False
    for t, x, state in zip(times, d, light, strict=False):
        law = law_of(world, pair, int(state))
        if held and x > holding(law):
            held, spans[-1] = False, (spans[-1][0], float(t))
        elif not held and x <= reach(law):
            held = True
            spans.append((float(t), inf))
    return spans


def _crossings(world: World, pair: Pair) -> list[float]:
    """When the distance equals any range of the pair: |p + w s| = r on each piece."""
    vessels = world.observers[pair[0]].vessel, world.targets[pair[1]]
    knots = np.unique([0.0, world.horizon, *(t for v in vessels for t in leg_times(v) if 0 < t < world.horizon)])
    at = position(vessels[1], knots) - position(vessels[0], knots)
    found = []
    for (t, p), (u, q) in pairwise(zip(knots, at, strict=True)):
        w = (q - p) / (u - t)
        for r in {f(law_of(world, pair, s)) for s in (0, 1) for f in (reach, holding)}:
            under = (p @ w) ** 2 - (w @ w) * (p @ p - r * r)
            if r >= 0.0 and under > 0.0 and w @ w > 1e-12:
                roots = [(-(p @ w) + sign * np.sqrt(under)) / (w @ w) for sign in (-1, 1)]
                found += [t + s for s in roots if -1e-12 <= s <= u - t + 1e-12]
    return found


@pytest.mark.parametrize("seed", range(8))
def test_stepped_contacts_are_the_exact_ones(seed: int) -> None:
    world = random_world(seed, "definite")
    result = compare(world, contacts(world), exact(world))
    assert result.wrong == []
    assert result.checked > 80
    assert len(result.doubtful) < 10


def test_compare_notices() -> None:
    world = random_world(3, "definite")
    stepped = contacts(world)
    assert compare(world, stepped, stepped[1:]).wrong
    late = [c._replace(gain=c.gain + 2 * SECOND) for c in stepped]
    assert len(compare(world, stepped, late).wrong) > 20


def test_the_short_cut_changes_nothing() -> None:
    world = random_world(5, "mixed")
    for pair in world.pairs()[::7]:
        for short, full in zip(watch(world, pair), watch(world, pair, skip=False), strict=True):
            assert np.array_equal(short, full)


@pytest.mark.parametrize(
    ("offset", "doubtful"),
    [(0.0, True), (-4e-9, True), (-1e-6, True), (1e-3, False), (-1e-3, False), (0.1, False), (-0.1, False)],
)
def test_grazing_passes_are_doubtful(offset: float, doubtful: bool) -> None:
    target = Vessel(0, np.array([[5.0 + offset, -20.0], [5.0 + offset, 20.0]]), 20.0)
    world = World((Observer(Vessel(-1, np.zeros((1, 2))), {(0, 0): Definite(5.0, 5.0)}),), (target,), horizon=2.0)
    assert bool(doubts(world, (0, 0))) is doubtful


def test_each_kind_is_in_many_worlds() -> None:
    worlds = [random_world(seed, "definite") for seed in range(200)]
    counts = {kind: sum(kind in world.kinds for world in worlds) for kind in KINDS}
    assert min(counts.values()) >= 60, counts
    assert {(len(w.observers), len(w.targets)) for w in worlds} == {(5, 20)}


def test_planted_kinds_happen() -> None:
    """What the name says shows in the contacts: a switch or a departure ends or begins one."""
    seen = dict.fromkeys(("departs_held", "appears_inside", "light_shrinks", "light_grows", "sensor_on_inside"), 0)
    for seed in range(12):
        world = random_world(seed, "definite")
        found = {p: [c for c in contacts(world) if c.pair == p] for k in seen for p in world.kinds.get(k, ())}
        for kind in seen:
            for o, t in world.kinds.get(kind, ()):
                target, spans = world.targets[t], found[o, t]
                begins = {round(c.gain / SECOND) for c in spans}
                ends = {round(c.loss / SECOND) for c in spans if c.loss < inf}
                light = {int(np.ceil(time / SECOND)) for time, _ in world.light[1:]}
                on = {int(np.ceil(a / SECOND)) for a, _ in world.observers[o].on if a > 0}
                seen[kind] += {
                    "departs_held": int(np.ceil(target.end / SECOND)) in ends if target.end < inf else False,
                    "appears_inside": int(np.ceil(target.start / SECOND)) in begins,
                    "light_shrinks": bool(light & ends),
                    "light_grows": bool(light & begins),
                    "sensor_on_inside": bool(on & begins),
                }[kind]
    assert min(seen.values()) >= 4, seen


def test_geometry_does_not_depend_on_the_law() -> None:
    a, b = random_world(9, "definite"), random_world(9, "inverse_cube")
    assert a.kinds == b.kinds
    assert a.light == b.light
    assert all(np.array_equal(v.points, w.points) for v, w in zip(a.targets, b.targets, strict=True))


@pytest.mark.parametrize("kind", ["rate", "rings", "inverse_cube", "mixed"])
def test_uniforms_of_the_stepper_itself(kind: str) -> None:
    world = random_world(11, kind)  # type: ignore[arg-type]
    runs = list(detections(world, range(300)).values())
    values = uniforms(world, runs)
    assert len(values) > 5000
    assert stats.kstest(values, "uniform").pvalue > 0.001
    assert abs(first_detections(world, runs).score) < 4
    assert two_sample(runs[:150], runs[150:]) > 0.001


def test_uniforms_notice_a_wrong_rate() -> None:
    world = random_world(11, "rate")
    runs = [[c._replace(gain=c.gain + 0.02) for c in run] for run in detections(world, range(200)).values()]
    assert stats.kstest(uniforms(world, runs), "uniform").pvalue < 1e-6


def test_moved_and_cut_worlds_keep_their_contacts() -> None:
    world = random_world(2, "definite")
    stepped = contacts(world)
    for same in (moved(world, 2.0, (30.0, -10.0), mirror=True), cut(world, 1)):
        result = compare(world, stepped, exact(same))
        assert result.wrong == []
