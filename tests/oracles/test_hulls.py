"""Hulls that are known again: O52, what a look says of a boat of which there is a dossier, and how often.

Of `n` boats that look alike each is the one that is meant with 1 / n; it fits with `Q`, another with `F`. The forms are
written down here, not taken from the package.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pytest

import guardship
from guardship.run.run import Run

from .worlds import ORACLES, run, share

Q, F = 0.8, 0.02
PRIOR, GUILTY = 0.02, 0.95  # of a boat without a dossier, and of the one that a dossier is about
ALIKE = "recognition.dossiers.alike.boat"
SIZES = (2, 25, 50)


def is_of(n: float, *fits: bool) -> tuple[float, ...]:
    """The chance that a boat is the one of each of several dossiers, from whether it fits them."""
    weights = [(Q / F if one else (1.0 - Q) / (1.0 - F)) / n for one in fits]
    total = 1.0 - len(fits) / n + sum(weights)
    return tuple(w / total for w in weights)


def guilty(n: float, *fits: bool) -> float:
    known = sum(is_of(n, *fits))
    return known * GUILTY + (1.0 - known) * PRIOR


@pytest.mark.parametrize(
    ("found", "printed"),
    [
        (is_of(25, True)[0], 0.625),
        (is_of(50, True)[0], 0.449438),
        (is_of(50, False)[0], 0.004148),
        (is_of(50, True, True)[1], 0.3125),
        (is_of(50, True, False)[0], 0.453494),
        (guilty(50, True), 0.437978),
    ],
)
def test_theory(found: float, printed: float) -> None:
    assert found == pytest.approx(printed, abs=5e-7)


class Look(NamedTuple):
    """A look of the watch at a boat: whether it fits each dossier, as the chances tell, and which are of it."""

    dossiers: tuple[int, ...]
    boat: str
    fits: tuple[bool, ...]
    own: tuple[bool, ...]


def looks(world: Run, n: float) -> Iterator[Look]:
    """The watch's looks while there were dossiers. Fails where a chance is none of those that there can be."""
    about = dict(zip(world.dossiers["dossier"], world.dossiers["vessel"], strict=True))
    rows = world.beliefs
    for row in rows[rows["observer"] == "watch/0"].itertuples():
        told = tuple(row.dossiers)
        if told:
            words = [tuple(bool(word >> k & 1) for k in range(len(told))) for word in range(2 ** len(told))]
            fits = [word for word in words if np.allclose(is_of(n, *word), row.is_of, rtol=0.0, atol=1e-9)]
            assert fits, (row.is_of, n)
            assert row.drugs == pytest.approx(guilty(n, *fits[0]), abs=1e-9)
            yield Look(told, row.vessel, fits[0], tuple(about[one] == row.vessel for one in told))


def pairs(found: list[Look]) -> Mapping[tuple[int, str], tuple[bool, bool]]:
    """Whether a boat fits a dossier, and is the one that it is of: the same at every look."""
    said: dict[tuple[int, str], tuple[bool, bool]] = {}
    for look in found:
        for name, fits, own in zip(look.dossiers, look.fits, look.own, strict=True):
            assert said.setdefault((name, look.boat), (fits, own)) == (fits, own)
    return said


SEEDS = [range(2), pytest.param(range(10), marks=pytest.mark.long)]


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("seeds", SEEDS)
def test_a_look_says_what_the_form_says(n: int, seeds: range) -> None:
    """One dossier: each look has one of two chances, and of those of its hull Q fit, of others F."""
    told = [pairs(list(looks(run("hulls", {ALIKE: n}, seed), n))) for seed in seeds]
    for mine, rate, whose in ((True, Q, "its own"), (False, F, "another")):
        hits = np.array([fits for one in told for fits, own in one.values() if own == mine])
        share("O52", f"fits the dossier of {whose} hull, {n} alike", hits, rate)


def test_of_one_that_is_like_no_other_a_dossier_is_certain() -> None:
    world = run("hulls", {ALIKE: 1})
    chances = [tuple(row.is_of) for row in world.beliefs.itertuples() if len(row.dossiers)]
    assert len(chances) > 50 and set(chances) == {(1.0,)}


@pytest.mark.parametrize("seeds", SEEDS)
def test_dossiers_exclude_each_other(seeds: range) -> None:
    """Two boats that carry drugs: with two dossiers both may fit, one, or none."""
    found = [look for seed in seeds for look in looks(run("hulls", {ALIKE: 50, "groups.runners.count": 2}, seed), 50)]
    both = [look for look in found if len(look.fits) == 2]
    assert {sum(look.fits) for look in both} >= {0, 1}
    assert any(look.fits == (True, True) for look in both) or len(seeds) < 10
    assert all(sum(look.own) <= 1 for look in both)


def test_a_dossier_that_lapses_says_nothing() -> None:
    world = guardship.simulate(guardship.load(ORACLES / "hulls.yaml"), 0)
    rows = world.beliefs
    until = dict(zip(world.dossiers["dossier"], world.dossiers["until"], strict=True))
    own = rows[rows["observer"] == "watch/0"]
    assert all(until[name] > row.t for row in own.itertuples() for name in row.dossiers)
    assert own["dossiers"].map(len).eq(0).sum() > 10
