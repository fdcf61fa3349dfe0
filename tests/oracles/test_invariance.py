"""What must not matter: where legs are cut (O17, O45), where north is (O49)."""

from collections.abc import Sequence
from math import cos, pi, sin

import numpy as np
import pytest

import guardship

from .changes import anywhere, cut_routes, every, moved, same
from .worlds import ORACLES, SCORES, Score, run

PATROLS = ("watch_1", "watch_2")
NOBODY: dict[str, object] = {f"groups.{name}": None for name in PATROLS}
WORLD = guardship.load(ORACLES / "manoeuvres.yaml")
SAILING = guardship.load(ORACLES / "manoeuvres.yaml", set=NOBODY)
LONG = pytest.mark.long


def compare(oracle: str, what: str, plain: dict[str, object], changes: Sequence[dict[str, object]]) -> None:
    """The n-th changes under seed n: other legs, and not one event that differs. Into the table with it."""
    compared = 0
    for seed, change in enumerate(changes):
        one, two = run("manoeuvres", plain, seed), run("manoeuvres", plain | change, seed)
        legs = [world.model.ocean.legs()[["x", "y"]] for world in (one, two)]
        assert len(legs[0]) != len(legs[1]) or (legs[0] != legs[1]).any()
        compared += same(one, two)
    SCORES.append(Score(oracle, what, 0.0, 0.0, compared, 0.0))


@pytest.mark.parametrize(
    ("seconds", "seeds"),
    [(900.0, 2), (60.0, 1), *(pytest.param(seconds, 32, marks=LONG) for seconds in (900.0, 300.0, 60.0, 10.0))],
)
def test_legs_in_pieces(seconds: float, seeds: int) -> None:
    """O17: pieces of 10 s to 15 min leave every outcome where it was."""
    compare("O17", f"legs in pieces of {seconds:g} s", NOBODY, [cut_routes(SAILING, every(seconds))] * seeds)


@pytest.mark.parametrize("seeds", [3, pytest.param(32, marks=LONG)])
def test_collinear_waypoints(seeds: int) -> None:
    """O45: waypoints anywhere on a straight leg."""
    cut = anywhere(np.random.default_rng(45))
    compare("O45", "waypoints anywhere", NOBODY, [cut_routes(SAILING, cut) for _ in range(seeds)])


@pytest.mark.parametrize("seeds", [3, pytest.param(32, marks=LONG)])
def test_collinear_waypoints_of_suspects_and_patrols(seeds: int) -> None:
    """O45 with patrols that report, pursue and board."""
    compare("O45", "legs in pieces of 900 s, with patrols", {}, [cut_routes(WORLD, every(900.0))] * seeds)


@pytest.mark.parametrize("seeds", [2, pytest.param(32, marks=LONG)])
@pytest.mark.parametrize(
    ("angle", "dx", "dy", "mirrored"),
    [
        (0.0, 217.3, -131.1, False),
        (0.5 * pi, 0.0, 0.0, False),
        (1.234, -80.7, 44.4, False),
        (0.0, 0.0, 0.0, True),
        (-2.5, 33.0, 77.0, True),
    ],
)
def test_moved_turned_mirrored(angle: float, dx: float, dy: float, mirrored: bool, seeds: int) -> None:
    """O49: about the middle of the box, clockwise; the mirror swaps east and west first."""
    side = -1.0 if mirrored else 1.0

    def place(x: float, y: float) -> tuple[float, float]:
        e, n = side * (x - 500.0), y - 500.0
        return 500.0 + dx + e * cos(angle) + n * sin(angle), 500.0 + dy + n * cos(angle) - e * sin(angle)

    what = f"{'mirrored, ' * mirrored}turned {angle:g} rad, moved {dx:g}, {dy:g} nm"
    changes = moved(WORLD, place, lambda course: (side * course + angle) % (2.0 * pi))
    compare("O49", what, {}, [changes] * seeds)
