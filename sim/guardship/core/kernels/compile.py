"""The one decorator of the compiled code."""

from collections.abc import Callable
from typing import Any, cast

import numba
import numpy as np

from guardship.core.cache import cache_of, plain

_njit: Any = numba.njit  # Numba's types do not know the option `_nrt`


def _compiled[F: Callable[..., Any]](function: F, **options: bool) -> F:
    # `_nrt=False` switches reference counting off: safe because no kernel allocates, and three times faster (Numba
    # counts references on every array that it touches). `error_model="numpy"`: no division checks. No `fastmath`: it
    # changes sums and gained nothing. For a type checker a compiled function is the function itself.
    if plain:
        return np.errstate(all="ignore")(function)  # keys of draws overflow on purpose
    made = _njit(error_model="numpy", _nrt=False, **options)(function)
    made._cache = cache_of(function)
    return cast(F, made)


def kernel[F: Callable[..., Any]](function: F) -> F:
    """Compile a pure function on scalars and arrays that Python may call."""
    return _compiled(function)


def inner[F: Callable[..., Any]](function: F) -> F:
    """Compile a function that only kernels call: without the wrappers for Python, half of the time to compile it.

    Calling it from Python would crash the process, so tests call `inner` functions through kernels of their own.
    """
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def inlined[F: Callable[..., Any]](function: F) -> F:
    """As `inner`, for a function that the optimiser must merge into its callers.

    A call that is not merged hands over the whole `Sea`, some 200 machine words: measured, half of the core's time.
    """
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)


def formula[F: Callable[..., Any]](function: F) -> F:
    """As `kernel`, and merged into the kernels that call it."""
    return _compiled(function, forceinline=True)
