"""Loops around single kernels, compiled: a call from Python costs more than what is measured.

Each goes `times` times through 1 024 cases and returns a sum, so that nothing can be left out or moved out of the loop.
A case is a row of `cases()`.
"""

import numpy as np

from guardship.core.kernels.compile import kernel
from guardship.core.kernels.detection import cube_gain, ring_gain
from guardship.core.kernels.heap import drop, push
from guardship.core.kernels.kinematics import intercept, window
from guardship.core.kernels.philox import uniform
from guardship.core.kernels.state import Floats
from guardship.core.kernels.sweep import screen

CASES = 1024


def cases(seed: int = 1) -> Floats:
    """(CASES, 5): dx, dy within 30 nm, wx, wy within 15 kn, an Exp(1) threshold."""
    rng = np.random.default_rng(seed)
    sides = [
        rng.uniform(-30.0, 30.0, (2, CASES)),
        rng.uniform(-15.0, 15.0, (2, CASES)),
        rng.exponential(1.0, (1, CASES)),
    ]
    return np.ascontiguousarray(np.concatenate(sides).T)


@kernel
def windows(case, r, times):
    s = 0.0
    for k in range(times * case.shape[0]):
        q = case[k % case.shape[0]]
        a, b = window(q[0], q[1], q[2], q[3], r + 1e-9 * k)
        if b < np.inf:
            s += b - a
    return s


@kernel
def ring_gains(case, rings, count, times):
    s = 0.0
    for k in range(times * case.shape[0]):
        q = case[k % case.shape[0]]
        at, got = ring_gain(q[0], q[1], q[2], q[3], rings, 0, count, 1.0 + 1e-12 * k, q[4], 6.0)
        s += got if at == np.inf else at
    return s


@kernel
def cube_gains(case, h2, k3, times):
    s = 0.0
    for k in range(times * case.shape[0]):
        q = case[k % case.shape[0]]
        at, got = cube_gain(q[0], q[1], q[2], q[3], h2 + 1e-12 * k, k3, q[4], 6.0)
        s += got if at == np.inf else at
    return s


@kernel
def intercepts(case, v, times):
    s = 0.0
    for k in range(times * case.shape[0]):
        q = case[k % case.shape[0]]
        at = intercept(q[0], q[1], q[2], q[3], v + 1e-9 * k)
        if at < np.inf:
            s += at
    return s


@kernel
def screens(X, Y, VX, VY, T1, R2, flag, hits, times):
    m = 0
    for k in range(times):
        m += screen(X, Y, VX, VY, T1, R2, 100.0, 100.0, 10.0, 3.0, 20.0, k * 1e-6, 1.0, flag, X.shape[0], hits)
    return m


@kernel
def pushes(heap, least, most, times):
    n = 0
    for k in range(times):
        n = push(heap, n, float((k * 7919) % 65536), np.uint64(k), 0, 0)
        if n == most:
            while n > least:
                n = drop(heap, n)
    return n


@kernel
def draws(times):
    x = 0.0
    for k in range(times):
        x += uniform(1, 2, np.uint64(k), 3)
    return x
