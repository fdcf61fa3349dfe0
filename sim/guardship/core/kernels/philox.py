"""Keyed random draws: Philox4x32-10 (Salmon et al. 2011, doi 10.1145/2063384.2063405), one draw per question.

A draw is named by (seed, purpose, entity, n) and nothing else, so it depends on no order, thread or other draw. The
entity is a vessel's 64-bit id, or `pair_key` of two. Tested against the published known answers.
"""

import math

import numpy as np

from guardship.core.kernels.compile import formula, kernel

M0 = np.uint64(0xD2511F53)
M1 = np.uint64(0xCD9E8D57)
W0 = np.uint64(0x9E3779B9)
W1 = np.uint64(0xBB67AE85)
LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
# what a draw is for, the counter's third word; all purposes, also those of no kernel: `core.draws`
DETECT, IDENTIFY, APPEARANCE, ROAM, NOISE, BIAS, PLACE, COURSE, STOP, PASSED, SHOWN, SINCE, SEEN, CLOSER, CLEARANCE = (
    np.int64(k) for k in (1, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 24)
)


@formula
def philox(c0, c1, c2, c3, k0, k1):
    """Four 32-bit words (in uint64) from a counter of four and a key of two."""
    for _ in range(10):
        p0 = M0 * c0
        p1 = M1 * c2
        c0, c1, c2, c3 = (p1 >> HALF) ^ c1 ^ k0, p1 & LOW, (p0 >> HALF) ^ c3 ^ k1, p0 & LOW
        k0 = (k0 + W0) & LOW
        k1 = (k1 + W1) & LOW
    return c0, c1, c2, c3


@formula
def scramble(z):
    """A bijection of 64 bits (the finaliser of SplitMix64, Steele et al. 2014)."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@formula
def pair_key(a, b):
    """The 64-bit name of the ordered pair of ids (a, b)."""
    return scramble(scramble(a + np.uint64(0x9E3779B97F4A7C15)) + b)


@formula
def uniform(seed, purpose, entity, n):
    """A uniform number in (0, 1), named by its arguments (int64, int64, uint64, int64); 52 bits: 53 can round to 1."""
    s = np.uint64(seed)
    a, b, _, _ = philox(entity & LOW, entity >> HALF, np.uint64(purpose) & LOW, np.uint64(n) & LOW, s & LOW, s >> HALF)
    return (np.float64((a << np.uint64(20)) ^ (b >> np.uint64(12))) + 0.5) * (1.0 / 4503599627370496.0)


@formula
def exponential(seed, purpose, entity, n):
    """An Exp(1) number named by its arguments."""
    return -math.log(uniform(seed, purpose, entity, n))


@formula
def normals(seed, purpose, entity, n):
    """Two independent standard normal numbers (Box & Muller 1958) named by the arguments."""
    r = math.sqrt(-2.0 * math.log(uniform(seed, purpose, entity, 2 * n)))
    a = 2.0 * math.pi * uniform(seed, purpose, entity, 2 * n + 1)
    return r * math.cos(a), r * math.sin(a)


@kernel
def fill_uniform(seed, purpose, entities, n, out):
    """`out[i]` = uniform(seed, purpose, entities[i], n); entities uint64, out float64, same length."""
    for i in range(entities.shape[0]):
        out[i] = uniform(seed, purpose, entities[i], n)


@kernel
def fill_children(parent, ordinals, out):
    """`out[i]` = the id of the child ordinals[i] of `parent`; uint64, int64, uint64."""
    for i in range(ordinals.shape[0]):
        out[i] = pair_key(parent, np.uint64(ordinals[i] + 1))
