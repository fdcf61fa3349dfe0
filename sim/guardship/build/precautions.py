"""From what a type of offenders does when it is listed to what its agents do before a voyage."""

from itertools import accumulate

from guardship.agents.offenders.precautions import HEEDLESS, Precaution, Precautions
from guardship.occurrences import Occurrence
from guardship.scenario.distributions import AT_ONCE
from guardship.scenario.precautions import WAYS, HidesGear, WhenListed


def precautions(given: WhenListed | None) -> Precautions:
    """Those of a type; none where it is told of none."""
    if given is None:
        return HEEDLESS
    ways = [(Occurrence(name), one) for name in WAYS if (one := getattr(given, name)) is not None]
    upto = accumulate(one.share for _, one in ways)
    known = [
        Precaution(u, what, (AT_ONCE if isinstance(one, HidesGear) else one.takes).quantile)
        for u, (what, one) in zip(upto, ways, strict=True)
    ]
    return Precautions(frozenset(given.learns), tuple(known))
