"""Power laws: y = c x^e, by least squares of logarithms."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student


@dataclass(frozen=True, slots=True)
class Power:
    """The exponent, half its 95 % interval (Student's, inf for two points), and the exponent of the last two points."""

    exponent: float
    half: float
    last: float

    def __str__(self) -> str:
        """As in the table."""
        return f"{self.exponent:.2f} ± {self.half:.2f} ({self.last:.2f})"


def power(x: ArrayLike, y: ArrayLike) -> Power:
    """Fit it; x and y positive."""
    u, v = np.log(np.asarray(x, float)), np.log(np.asarray(y, float))
    du = u - u.mean()
    exponent = float(du @ v / (du @ du))
    rest = v - v.mean() - exponent * du
    free = len(u) - 2
    half = float(student.ppf(0.975, free) * np.sqrt(rest @ rest / free / (du @ du))) if free > 0 else float("inf")
    return Power(exponent, half, float((v[-1] - v[-2]) / (u[-1] - u[-2])))
