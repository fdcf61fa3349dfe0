"""When offenders would sail, by the seed alone."""

from collections.abc import Callable, Iterator

from guardship.build.fleet import uniforms
from guardship.build.offender import Draft
from guardship.core.draws import Purpose
from guardship.scenario.distributions import Distribution

LEAST_CYCLE = 1.0  # h between two planned voyages of a group, however short endurance and rest are drawn
FIRST = 1 << 20  # the ordinal of the draw that says where in its cycle a group begins


def departures(draft: Draft, ashore: Distribution | None, lasts: Callable[[int], float]) -> Iterator[float]:
    """Times [h] of candidate voyages: a voyage, time ashore, a voyage.

    `lasts(n)`: how long the n-th would last undisturbed [h]. Without time ashore there is one voyage.
    """
    own, t, n = draft.members.ids[draft.k : draft.k + 1], float(draft.members.starts[draft.k]), 0

    def u(n: int) -> float:
        return float(uniforms(draft.seed, Purpose.REST, own, n)[0])

    if ashore is None:
        if t < draft.theatre.hours:
            yield t
        return
    t += (lasts(1) + ashore.quantile(0.5)) * u(FIRST)
    while t < draft.theatre.hours:
        yield t
        n += 1
        t += max(lasts(n) + ashore.quantile(u(n)), LEAST_CYCLE)
