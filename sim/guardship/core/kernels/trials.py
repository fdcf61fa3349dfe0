"""Chance decisions after the event: their probability given earlier answers, and what their numbers say."""

from guardship.core.kernels.compile import kernel
from guardship.core.kernels.philox import uniform


@kernel
def given_answers(p, yes, first, out):
    """`out[i]` = probability of a yes given the answers to the same number before it: since the last `first`.

    All (n,), p and out float64, yes and first uint8. The number is below every p of a yes, not below one of a no.
    """
    low, high = 0.0, 1.0
    for i in range(p.shape[0]):
        if first[i]:
            low, high = 0.0, 1.0
        out[i] = min(max((p[i] - low) / (high - low), 0.0), 1.0)
        if low < p[i] < high:
            if yes[i]:
                high = p[i]
            else:
                low = p[i]


@kernel
def fill_uniforms(seeds, purposes, entities, ordinals, out):
    """`out[i]` = uniform(seeds[i], purposes[i], entities[i], ordinals[i]); int64, int64, uint64, int64, float64."""
    for i in range(out.shape[0]):
        out[i] = uniform(seeds[i], purposes[i], entities[i], ordinals[i])
