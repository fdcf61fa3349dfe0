"""From what a scenario says of clearances to how the core lets nations know again what they have passed."""

from collections.abc import Mapping, Sequence

import numpy as np

from guardship.core.ocean import Plots
from guardship.intelligence.belief import KINDS, MOTION
from guardship.scenario.clearances import Clearances
from guardship.scenario.schema import Scenario
from guardship.scenario.sensors import MOST_RINGS


def clearances(scenario: Scenario) -> Clearances | None:
    """What a scenario says of them; None where what was passed is known again without error."""
    return scenario.recognition.clearances if scenario.recognition is not None else None


def forgets(scenario: Scenario) -> bool:
    """Whether what was passed may be taken for something else."""
    return clearances(scenario) is not None


def plots(scenario: Scenario, seen_as: Sequence[str], alike: Mapping[str, float]) -> Plots | None:
    """How nations know again what they have passed; None for without error.

    `seen_as`: the hull of each signature; `alike`: by hull, how many look so, a true square mile.
    """
    given = clearances(scenario)
    if given is None:
        return None
    noted = np.zeros((MOTION, MOST_RINGS))
    for kind, rings in given.noted.items():
        noted[KINDS.index(kind)] = [rings[min(ring, len(rings) - 1)] for ring in range(MOST_RINGS)]
    return Plots(
        np.array([alike.get(hull, 0.0) for hull in seen_as]),
        np.array([list(seen_as).index(hull) for hull in seen_as]),
        noted,
        given.fix,
        given.drift,
        given.gate,
    )
