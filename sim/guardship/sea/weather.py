"""A random field over the sea with a memory and a reach: the weather before it is cut into levels.

White noise on a lattice of places and steps of time, each draw named by (seed, purpose, place, step), is averaged with
weights that fall off with distance and with age (a moving average, or process convolution: D. Higdon, Space and
space-time modeling using process convolutions, 2002, doi 10.1007/978-1-4471-0657-9_2). So the value at a place and time
depends on nothing else that is computed with it: not on when a run begins or ends, nor on what else is in the theatre.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.core.kernels.philox import fill_uniform

type Floats = NDArray[np.float64]

SPACING = 0.6  # of the lattice, in reaches: correlations are right to 0.002; at 0.5 there is half as much noise again
FAR = 2.0  # reaches beyond which noise has no weight (there it would be exp(-8))
OLD = np.log(1000.0)  # memories after which noise has no weight
LEAST_SQUEEZE = 0.05  # within 3 degrees of a pole the lattice stays as wide as it is there
LOW = np.int64(0xFFFFFFFF)


class Dependence(NamedTuple):
    """The correlation of two values, exp(-lag / memory) exp(-(distance / reach)^2) [h, nm], and the step [h]."""

    memory: float
    reach: float
    every: float


def field(seed: int, purpose: int, like: Dependence, places: Floats, squeeze: Floats, first: int, count: int) -> Floats:
    """Stationary Gaussian values of mean 0, variance 1 at `places` (n, 2) in `count` steps from `first` on: (n, count).

    Places in nm on the plane, or in sixtieths of a degree of longitude and latitude; `squeeze` (n,): what a unit of x
    is there in nm, 1 or the cosine of the latitude. Steps are counted from any fixed instant.
    """
    terms = _terms(like)
    names, weights = _lattice(like.reach, places, np.maximum(squeeze, LEAST_SQUEEZE))
    rough = _noise(seed, purpose, names, first - terms + 1, count + terms - 1)
    # one source after the other, not as a product of matrices: the sum of a place has one order whatever is with it
    smooth, variance = np.zeros((len(places), rough.shape[1])), np.zeros(len(places))
    for weight, noise in zip(weights, rough, strict=True):
        smooth += weight[:, None] * noise
        variance += weight * weight
    return _aged(smooth / np.sqrt(variance)[:, None], np.exp(-like.every / like.memory), terms)


def _lattice(reach: float, places: Floats, squeeze: Floats) -> tuple[NDArray[np.uint64], Floats]:
    """Names of the points of the lattice that bear on some place, by rows, and their weights (points, places)."""
    step, far = SPACING * reach, FAR * reach
    across = far / squeeze
    i = np.arange(np.floor((places[:, 0] - across).min() / step), np.ceil((places[:, 0] + across).max() / step) + 1)
    j = np.arange(np.floor((places[:, 1] - far).min() / step), np.ceil((places[:, 1] + far).max() / step) + 1)
    i, j = (part.ravel() for part in np.meshgrid(i, j))
    dx, dy = (i[:, None] * step - places[:, 0]) * squeeze, j[:, None] * step - places[:, 1]
    apart = (dx * dx + dy * dy) / (reach * reach)
    weights = np.where(apart <= FAR * FAR, np.exp(-2.0 * apart), 0.0)
    used = weights.any(axis=1)
    names = (i[used].astype(np.int64) & LOW) | (j[used].astype(np.int64) & LOW) << 32
    return names.view(np.uint64), weights[used]


def _noise(seed: int, purpose: int, names: NDArray[np.uint64], first: int, count: int) -> Floats:
    """Independent standard normal values, (names, count); two steps share two uniform draws (Box & Muller 1958)."""
    begin, end = first - first % 2, first + count + (first + count) % 2
    u = np.empty((end - begin, len(names)))
    for k in range(end - begin):
        fill_uniform(seed, int(purpose), names, begin + k, u[k])
    r, a = np.sqrt(-2.0 * np.log(u[0::2])), 2.0 * np.pi * u[1::2]
    pairs = np.stack([r * np.cos(a), r * np.sin(a)], axis=1).reshape(end - begin, len(names))
    return pairs[first - begin : first - begin + count].T


def _terms(like: Dependence) -> int:
    """How many steps back noise has weight, a power of two."""
    return int(2 ** np.ceil(np.log2(max(OLD * like.memory / like.every, 1.0))))


def _aged(values: Floats, a: float, terms: int) -> Floats:
    """The sum of a^k times the values of k steps ago, k < terms, to variance 1; by doubling, always in one order."""
    lag = 1
    while lag < terms:
        values = values[:, lag:] + a**lag * values[:, :-lag]
        lag *= 2
    return np.asarray(values * np.sqrt((1.0 - a * a) / (1.0 - a ** (2 * terms))))
