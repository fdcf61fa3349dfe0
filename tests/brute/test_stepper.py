"""The reference simulation against closed forms (search theory after Koopman)."""

import ast
from math import erf, exp, inf, pi, sqrt
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from .stepper import SECOND, contacts, cumulative_hazard, detections, distance, follow, samples, watch
from .worlds import Blind, Definite, InverseCube, Law, Observer, Rate, Rings, Vessel, World, cut, moved

AT_ORIGIN = Vessel(-1, np.zeros((1, 2)))


def passing(x: float, speed: float, law: Law, y: tuple[float, float]) -> World:
    """One target on the line x from y[0] to y[1], seen from the origin; ends with the leg."""
    hours = (y[1] - y[0]) / speed
    target = Vessel(0, np.array([[x, y[0]], [x, y[1]]]), speed)
    return World((Observer(AT_ORIGIN, {(0, 0): law}),), (target,), horizon=hours)


def lying(at: float, laws: dict[int, Law], **more: object) -> World:
    """One target that lies `at` nm off; laws by light state."""
    on = more.pop("on", ((-inf, inf),))
    observer = Observer(AT_ORIGIN, {(0, s): law for s, law in laws.items()}, on)  # type: ignore[arg-type]
    return World((observer,), (Vessel(0, np.array([[at, 0.0]])),), **more)  # type: ignore[arg-type]


def test_imports_nothing_of_the_package() -> None:
    for file in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.startswith("guardship") for name in names), file


def test_entry_and_exit_of_a_disc() -> None:
    world = passing(1.0, 20.0, Definite(3.0, 3.0), (-10.0, 10.0))
    [contact] = contacts(world)
    assert 0.0 <= contact.gain - 0.35857864 <= SECOND + 1e-8  # gained at the first sample inside
    assert 0.0 <= contact.loss - 0.64142136 <= SECOND + 1e-8


def test_closest_approach() -> None:
    target = Vessel(0, np.array([[10.0, 0.0], [-2.0, 5.0]]), 13.0)
    world = World((Observer(AT_ORIGIN, {}),), (target,), horizon=1.0)
    d = distance(world, (0, 0), samples(world))
    assert d.min() == pytest.approx(3.8461538, abs=1e-5)  # 13 kn * 0.5 s off the closest approach: 4e-7 nm
    assert samples(world)[d.argmin()] * 60 == pytest.approx(42.60355, abs=1 / 60)


@pytest.mark.parametrize(("y", "integral"), [(5.0, 0.3713509800), (2000.0, 0.39996000)])
def test_inverse_cube_along_a_leg(y: float, integral: float) -> None:
    world = passing(2.0, 15.0, InverseCube(12.0, 0.02, 1e9, 1e9), (-y, y))
    assert cumulative_hazard(world, (0, 0))[-1] == pytest.approx(integral, abs=1e-6)  # midpoint rule, 1 s


def test_inverse_cube_lateral_range_and_sweep_width() -> None:
    law = InverseCube(12.0, 0.0, 1e9, 1e9)
    offsets = (np.arange(200) + 0.5) * 0.1
    seen = [
        -np.expm1(-cumulative_hazard(passing(x, 15.0, law, (-150.0, 150.0)), (0, 0), 10 * SECOND)[-1]) for x in offsets
    ]
    # legs of +-150 nm lack x^2 / (2 y^2) of the hazard: below 0.9 % where 2 % are seen
    assert seen == pytest.approx(1 - np.exp(-24 / (15 * offsets**2)), abs=2e-4)
    tail = 2 * _tail(20.0, 24 / 15)
    assert 2 * sum(seen) * 0.1 + tail == pytest.approx(2 * sqrt(2 * pi * 12 / 15), abs=0.01)


def _tail(x: float, a: float) -> float:
    """Integral of 1 - exp(-a / x^2) from x to infinity."""
    return sqrt(pi * a) * erf(sqrt(a) / x) - x * (1 - exp(-a / x**2))


def test_rings_take_the_innermost() -> None:
    world = passing(0.0, 10.0, Rings(((1.0, 8.0), (3.0, 2.0), (5.0, 1.0)), 5.0), (-10.0, 10.0))
    gathered = 0.2 * 8.0 + 0.4 * 2.0 + 0.4 * 1.0
    assert cumulative_hazard(world, (0, 0))[-1] == pytest.approx(gathered, abs=8.0 * SECOND)


def test_constant_rate_is_exponential() -> None:
    world = lying(3.0, {0: Rate(5.0, 0.7, 6.0)}, horizon=3.0)
    runs = detections(world, range(10_000))
    gains = np.array([contact.gain for run in runs.values() for contact in run])
    chance = 1 - exp(-2.1)
    assert abs(len(gains) - 10_000 * chance) < 4 * sqrt(10_000 * chance * (1 - chance))
    assert stats.kstest(-np.expm1(-0.7 * gains) / chance, "uniform").pvalue > 0.001
    assert all(contact.loss == inf for run in runs.values() for contact in run)


def test_light_and_sensor_end_and_begin_contacts() -> None:
    day, night = Definite(5.0, 5.5), Definite(2.0, 2.5)
    light = ((0.0, 0), (1.0001, 1), (2.0001, 0))
    world = lying(3.0, {0: day, 1: night}, light=light, on=((0.5, 4.0002), (5.0, 6.0)), horizon=7.0)
    spans = [(c.ordinal, c.gain, c.loss) for c in contacts(world)]
    steps = [(round(g / SECOND), round(x / SECOND)) for _, g, x in spans]
    assert [n for n, _, _ in spans] == [0, 1, 2]
    assert steps == [(1800, 3601), (7201, 14401), (18000, 21600)]


def test_a_contact_is_held_up_to_the_hold_range() -> None:
    [contact] = contacts(passing(0.0, 10.0, Definite(2.0, 4.0), (-10.0, 10.0)))
    assert contact.gain == pytest.approx(0.8, abs=SECOND + 1e-9)
    assert contact.loss == pytest.approx(1.4, abs=SECOND + 1e-9)


def test_blindness_loses_at_once() -> None:
    world = lying(3.0, {0: Definite(5.0, 5.0), 1: Blind()}, light=((0.0, 0), (1.0, 1)), horizon=2.0)
    assert [(c.gain, c.loss) for c in contacts(world)] == [(0.0, 1.0)]


def test_exposure_adds_up_over_breaks_and_rests_while_held() -> None:
    world = lying(3.0, {0: Rate(5.0, 1.0, 5.0)}, on=((0.0, 0.5), (1.0, 3.0), (4.0, 9.0)), horizon=10.0)
    thresholds = iter([0.8, 0.3, 0.6, 99.0])
    spans = follow(watch(world, (0, 0)), lambda: next(thresholds))
    assert np.array(spans) == pytest.approx(np.array([(1.3, 3.0), (4.3, 9.0)]), abs=2 * SECOND)


def test_presence_limits_contacts() -> None:
    observer = Observer(AT_ORIGIN, {(0, 0): Definite(5.0, 5.0)})
    world = World((observer,), (Vessel(0, np.array([[1.0, 0.0]]), 0.0, 2.0, 3.0),), horizon=4.0)
    assert [(c.gain, c.loss) for c in contacts(world)] == [(2.0, 3.0)]


def test_coarse_snapshots_miss_as_theory_says() -> None:
    """The negative control: snapshots 10 nm of relative travel apart see pi R / 2 d of what passes within R = 2."""
    rng = np.random.default_rng(17)
    seen, trials = 0, 4000
    for x, phase in zip(rng.uniform(-2.0, 2.0, trials), rng.uniform(0.0, 10.0, trials), strict=True):
        world = passing(x, 10.0, Definite(2.0, 2.0), (-20.0 - phase, 40.0 - phase))
        seen += len(contacts(world, dt=1.0))
    p = pi * 2.0 / 2 / 10.0
    assert abs(seen - trials * p) < 4 * sqrt(trials * p * (1 - p))


def test_moved_and_cut_worlds_are_the_same_world() -> None:
    world = passing(1.0, 20.0, Definite(3.0, 3.3), (-10.0, 10.0))
    once = contacts(world)
    assert contacts(moved(world, 1.0, (5.0, -7.0), mirror=True)) == once
    assert contacts(cut(world, 1)) == once
    assert len(cut(world, 1).targets[0].points) > 5
