"""The decorators of the compiled code."""

from collections.abc import Callable
from typing import Any, cast, final

import numba
import numpy as np
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler

from guardship.core.cache import cache_of, plain
from guardship.core.prebuilt import machine_code

_njit: Any = numba.njit  # Numba's types do not know the option `_nrt` ...
_Library: Any = JITCodeLibrary  # ... nor its own classes
_Compiler: Any = Compiler


def _compiled[F: Callable[..., Any]](function: F, **options: Any) -> F:
    # `_nrt=False` switches reference counting off: safe because no kernel allocates, and three times faster (Numba
    # counts references on every array that it touches). `error_model="numpy"`: no division checks. No `fastmath`: it
    # changes sums and gained nothing. For a type checker a compiled function is the function itself.
    if plain:
        return np.errstate(all="ignore")(function)  # keys of draws overflow on purpose
    return cast(F, _njit(error_model="numpy", _nrt=False, **options)(function))


def kernel[F: Callable[..., Any]](function: F, **options: Any) -> F:
    """Compile a pure function on scalars and arrays that Python may call, unless that was done beforehand."""
    made: Any = _compiled(function, **options)
    if not plain:
        made._cache = cache_of(function)
        made._compile_for_args = _code_of(made)
    return cast(F, made)


def _code_of(kernel: Any) -> Callable[..., Any]:
    """What Numba asks for a kernel's code when arguments have new types: what is prebuilt, or else its compiler."""
    compiled = kernel._compile_for_args

    def code_for(*args: Any) -> Any:
        takes = [kernel.typeof_pyval(one) for one in args]
        found = machine_code(kernel.py_func, takes)
        if found is None:
            return compiled(*args)
        kernel._insert([one._code for one in takes], found, False)
        return found

    return code_for


def formula[F: Callable[..., Any]](function: F) -> F:
    """As `kernel`, and merged into the kernels that call it."""
    return kernel(function, forceinline=True)


def inner[F: Callable[..., Any]](function: F, **options: Any) -> F:
    """Compile a function that only kernels call. It is part of their machine code and has none of its own.

    Calling it from Python would crash the process, so tests call `inner` functions through kernels of their own.
    """
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True, pipeline_class=_Within, **options)


def inlined[F: Callable[..., Any]](function: F) -> F:
    """As `inner`, for a function that the optimiser must merge into its callers.

    A call that is not merged hands over the whole `Sea`, some 200 machine words: measured, half of the core's time.
    """
    return inner(function, forceinline=True)


# ---- what only kernels call ------------------------------------------------------------------------------------------


@final
class _Part(_Library):  # type: ignore[misc]
    """The code of an `inner` function, simplified by itself: it is optimised with the kernel that it goes into, once.

    Numba would optimise it with all that it calls, and emit that, at each level anew: two fifths of the time to
    compile. Not simplified, or by fewer passes, the whole takes two to three times as long to optimise.
    """

    @property
    def codegen(self) -> Any:
        """Numba asks this for where to write down the environment of a function that Python calls."""
        return self

    def set_env(self, name: str, environment: object) -> None:
        """There is no such place."""

    def get_pointer_to_function(self, name: str) -> int:
        """There is no machine code."""
        return 0

    def _optimize_final_module(self) -> None: ...

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True


@final
class _Within(_Compiler):  # type: ignore[misc]
    """Numba's compiler, but for where the code goes."""

    def compile_extra(self, function: Callable[..., Any]) -> Any:
        """Compile a function, as Numba calls it."""
        self.state.library = _Part(self.state.targetctx.codegen(), function.__qualname__)
        return super().compile_extra(function)
