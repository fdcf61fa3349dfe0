"""Compiled code is there already, or is made once: announced, by one process at a time, so that runs never race."""

import functools

import numpy as np
import shapely

from guardship.console import note
from guardship.core import cache, prebuilt
from guardship.core.kernels import state as s
from guardship.core.ocean import Environment, Law, Ocean, Suite, new_fleet


@functools.cache
def warm() -> bool:
    """Compile every kernel unless there is code of it; whether this process had to."""
    if cache.plain:
        note("guardship: NUMBA_DISABLE_JIT is set, so the kernels run as plain Python, hundreds of times slower")
    if isinstance(prebuilt.core(), prebuilt.Core) or cache.ready():
        return False
    with cache.alone():
        if cache.ready():
            return False
        exercise()
        cache.done()
    cache.announce_end()
    return True


def exercise() -> None:
    """Call every kernel that a run needs."""
    from guardship.core.kernels.kinematics import intercept, radar_horizon, window
    from guardship.core.kernels.philox import fill_children, fill_uniform, pair_key, uniform
    from guardship.core.kernels.polygon import point_in_polygon
    from guardship.core.kernels.trials import fill_uniforms, given_answers
    from guardship.core.kernels.watch import find, observe, refill
    from guardship.sea.coast import Coast
    from guardship.sea.routes import Routes

    fleet = new_fleet(2)
    fleet["id"], fleet["suite"], fleet["mode"], fleet["vx"] = [1, 2], [0, -1], s.ENDLESS, [0.0, 1.0]
    ocean = Ocean(fleet, [Suite([{(0, 0): Law.rate(1.0, 1.0)}])], 1, Environment.constant(), starts=np.zeros(2))
    ocean.advance(2.0)
    window(1.0, 1.0, 1.0, 1.0, 1.0)
    intercept(1.0, 1.0, 1.0, 1.0, 2.0)
    radar_horizon(1.0, 1.0, 1.0)
    fill_uniform(0, 1, np.zeros(1, np.uint64), 0, np.zeros(1))
    numbers, names = np.zeros(1, np.int64), np.zeros(1, np.uint64)
    fill_uniforms(numbers, numbers, names, numbers, np.zeros(1))
    given_answers(np.zeros(1), np.zeros(1, np.uint8), np.ones(1, np.uint8), np.zeros(1))
    fill_children(np.uint64(1), np.zeros(1, np.int64), np.zeros(1, np.uint64))
    uniform(ocean.n[s.SEED], 1, np.uint64(1), 0)
    pair_key(np.uint64(1), np.uint64(2))
    point_in_polygon(ocean.sea.pool[0:1], 0.0, 0.0)
    sea = ocean.sea
    find(sea.table, sea.pairs, 0, 1)
    observe(sea.fleet, sea.pairs, 0, ocean.n[s.SUBSTREAM], 0.0, 0.1, 0.1, 1.0, 0)
    island = Coast.of(shapely.box(4.0, 4.0, 6.0, 6.0))
    island.crosses(0.0, 0.0, 1.0, 1.0)
    Routes(island).between(0.0, 5.0, 10.0, 5.0)
    refill(np.zeros(8, np.int32), sea.pairs, ocean.n[s.N_PAIR])
