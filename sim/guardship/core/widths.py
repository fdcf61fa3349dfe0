"""Sweep width: what the laws of a suite come to for a searcher that sails straight past what it looks for.

W is the integral over lateral distance of the chance to detect at least once, 1 - exp(-exposure), from minus to plus
infinity (Koopman, The theory of search II, Operations Research 4, 1956). A definite law of range R has W = 2 R, an
inverse cube law W = 2 sqrt(2 pi K / v).
"""

from collections.abc import Sequence
from itertools import pairwise
from math import exp, inf, sqrt
from typing import NamedTuple, final

import numpy as np

NODES, WEIGHTS = (side.tolist() for side in np.polynomial.legendre.leggauss(24))
PIECES = 4  # of each interval between two ranges: then W is right to some 1e-4 of itself
BENDS = (1.0, 3.0, 10.0, 30.0)  # times sqrt(2 K / v): within few of these the chance falls from 1 to nearly 0
FAR = 30.0  # times sqrt(2 K / v): where an inverse cube law without a range is cut, and what is beyond added


@final
class Sees(NamedTuple):
    """One law against one hull: certain within `definite` [nm]; `rings`: (range [nm], rate [1/h]), the widest first,
    where the smallest that holds the target counts; the inverse cube law `cube` [nm^3/h] of height squared `height2`
    [nm^2] within `r` [nm].
    """

    definite: float = 0.0
    rings: tuple[tuple[float, float], ...] = ()
    cube: float = 0.0
    height2: float = 0.0
    r: float = 0.0

    def exposure(self, x: float, speed: float) -> float:
        """The hazard added up along a straight pass at x nm and `speed` [kn]; inf where it is certain."""
        if x < self.definite:
            return inf
        way, inner = 0.0, 0.0
        for r, rate in reversed(self.rings):
            chord = _chord(r, x)
            way, inner = way + rate * (chord - inner), chord
        return (way + self.cube * _cubed(x * x + self.height2, 0.5 * _chord(self.r, x))) / speed

    def ends(self, speed: float) -> tuple[float, ...]:
        """Where the exposure has an edge [nm], and of an inverse cube law where its curve bends.

        One without a range ends far out.
        """
        bend = sqrt(2.0 * self.cube / speed)
        far = self.r if self.r < inf else FAR * bend
        bends = (bend * one for one in BENDS if bend * one < far)
        return (self.definite, *(r for r, _ in self.rings), *bends, far)


def sweep_width(laws: Sequence[Sees], speed: float) -> float:
    """W [nm] of laws that look independently of each other, at `speed` [kn].

    0 where nothing is seen, and for who does not move.
    """
    if speed <= 0.0:
        return 0.0
    edges = sorted({0.0, *(end for law in laws for end in law.ends(speed))})
    total = sum(_between(laws, speed, a, b) for a, b in pairwise(edges))
    return 2.0 * (total + sum(2.0 * law.cube / speed / edges[-1] for law in laws if law.cube and law.r == inf))


def _between(laws: Sequence[Sees], speed: float, a: float, b: float) -> float:
    step, total = (b - a) / PIECES, 0.0
    for k in range(PIECES):
        for node, weight in zip(NODES, WEIGHTS, strict=True):
            x = a + (k + 0.5 * (1.0 + node)) * step
            total += 0.5 * step * weight * (1.0 - exp(-sum(law.exposure(x, speed) for law in laws)))
    return total


def _chord(r: float, x: float) -> float:
    """How long the way through a disc of radius r is, at x from its middle."""
    return inf if r == inf else 2.0 * sqrt(r * r - x * x) if x < r else 0.0


def _cubed(q: float, c: float) -> float:
    """The integral of (q + y^2)^(-3/2) from -c to c."""
    if c <= 0.0 or q <= 0.0:
        return 0.0 if c <= 0.0 else inf
    return 2.0 / q if c == inf else 2.0 * c / (q * sqrt(q + c * c))
