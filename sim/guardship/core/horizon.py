"""How far ahead pairs are sought: the rule, in this one place.

A pair that will touch hours ahead is opened, queued and, when one of the two turns before, was opened in vain. Where a
leg touches hundreds, that is most of what a large fleet needs when its run begins, in time and in memory. Pairs are
sought for some hours at a time then, by one screen more for each time. What happens is the same to the last bit
(`kernels.watch.spot`).
"""

from math import inf, sqrt

import numpy as np

from guardship.core.kernels.state import Floats

FEW = 1024  # vessels afloat from which on it is asked
MANY = 300.0  # vessels that an observer's leg touches from which on it pays
SHARE = 0.005  # of all that are there: as many as an observer comes near in the hours for which pairs are sought
LEAST = 0.25  # [h] however few these are: each time costs a screen of everybody


def horizon(count: int, x: Floats, y: Floats, speed: Floats, left: Floats, reach: Floats) -> float:
    """For how many hours at a time pairs are sought, `LEAST` or more; inf: to the ends of legs.

    count: of the vessels; of those who show how it is: x, y: both ends of their legs, (2, N) [nm], speed [nm/h], left:
    for how long their legs last yet [h]; reach: of the observers [nm].
    """
    reach = reach[(reach > 0.0) & np.isfinite(reach)]
    moves = speed[speed > 0.0]
    if len(reach) == 0 or len(moves) == 0:
        return inf
    far = float(np.median(reach))
    area = (float(np.ptp(x)) + 2.0 * far) * (float(np.ptp(y)) + 2.0 * far)  # that is seen; ships may be on one line
    swept = 2.0 * far * sqrt(2.0) * float(np.median(moves))  # by an observer in an hour [nm^2]
    touched = count * swept * float(np.median(left)) / area
    return max(SHARE * area / swept, LEAST) if touched > MANY else inf
