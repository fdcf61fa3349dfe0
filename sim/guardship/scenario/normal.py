"""The normal distribution function and its inverse on arrays, without SciPy.

Inverse: M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477-484, doi 10.2307/2347330; relative
error about 1e-16.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Powers = tuple[tuple[float, ...], tuple[float, ...]]

# Coefficients of the three rational approximations, highest power first: centre |q| <= 0.425, middle r <= 5, far tail.
_CENTRE = (
    (
        2509.0809287301226727,
        33430.575583588128105,
        67265.770927008700853,
        45921.953931549871457,
        13731.693765509461125,
        1971.5909503065514427,
        133.14166789178437745,
        3.3871328727963666080,
    ),
    (
        5226.4952788528545610,
        28729.085735721942674,
        39307.895800092710610,
        21213.794301586595867,
        5394.1960214247511077,
        687.18700749205790830,
        42.313330701600911252,
        1.0,
    ),
)
_MIDDLE = (
    (
        7.74545014278341407640e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258,
        3.64784832476320460504,
        5.76949722146069140550,
        4.63033784615654529590,
        1.42343711074968357734,
    ),
    (
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940,
        2.05319162663775882187,
        1.0,
    ),
)
_FAR = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        1.24266094738807843860e-3,
        2.65321895265761230930e-2,
        2.96560571828504891230e-1,
        1.78482653991729133580,
        5.46378491116411436990,
        6.65790464350110377720,
    ),
    (
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1.0,
    ),
)


def below(z: float) -> float:
    """Probability that a standard normal value is below z; full precision in the lower tail."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def normal_quantiles(p: Floats) -> Floats:
    """Standard normal values below which the probability is p; minus and plus infinity at 0 and 1."""
    q = p - 0.5
    with np.errstate(divide="ignore", invalid="ignore"):
        tail = np.sqrt(-np.log(np.where(q < 0.0, p, 1.0 - p)))
        outer = np.where(tail <= 5.0, _ratio(_MIDDLE, tail - 1.6), _ratio(_FAR, tail - 5.0))
    outer = np.where(np.isinf(tail), np.inf, outer)
    centre = q * _ratio(_CENTRE, 0.180625 - q * q)
    return np.where(np.abs(q) <= 0.425, centre, np.copysign(outer, q))


def normal_quantile(p: float) -> float:
    """The same of one number, bit for bit: its logarithm is NumPy's, for another library's rounds otherwise."""
    q = p - 0.5
    if abs(q) <= 0.425:
        return q * _ratio_of(_CENTRE, 0.180625 - q * q)
    side = p if q < 0.0 else 1.0 - p
    if side <= 0.0:
        return math.copysign(math.inf, q)
    tail = math.sqrt(-float(np.log(side)))
    outer = _ratio_of(_MIDDLE, tail - 1.6) if tail <= 5.0 else _ratio_of(_FAR, tail - 5.0)
    return math.copysign(outer, q)


def _ratio_of(powers: Powers, r: float) -> float:
    top, bottom = powers[0][0], powers[1][0]
    for a, b in zip(powers[0][1:], powers[1][1:], strict=True):
        top = top * r + a
        bottom = bottom * r + b
    return top / bottom


def _ratio(powers: Powers, r: Floats) -> Floats:
    top, bottom = (np.full_like(r, side[0]) for side in powers)
    for a, b in zip(powers[0][1:], powers[1][1:], strict=True):
        top = top * r + a
        bottom = bottom * r + b
    return top / bottom
