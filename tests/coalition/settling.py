"""Where give and take comes to rest: the closed form on the page about sharing."""

from math import log, sqrt

from guardship.coalition.trust import Regard


def settles(regard: Regard, rate: float, used: float) -> float:
    """The share at which two equal partners settle who would each release `rate` reports an hour to the other, of
    which a part `used` is used: the larger root of x = share(k x), k = rate (used - given) memory / ln 2.

    With no floor it is 1 - half / k, and 0 where k is less than half: silence keeps itself.
    """
    k = rate * (used - regard.given) * regard.memory / log(2.0)
    if k <= 0.0:
        return regard.floor
    gap = k - regard.half
    return (gap + sqrt(gap * gap + 4.0 * k * regard.floor * regard.half)) / (2.0 * k)
