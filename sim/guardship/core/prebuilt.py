"""The kernels' machine code that comes with the package, so that nothing is compiled where it fits.

`tools.prebuild` makes an object (ELF, 64 bit) for each of `LEVELS`, and a stamp that says of what. A kernel asks
here when it is called with arguments of new types, before Numba looks for code in its cache or compiles: the answer is
a function of Python that takes the same arguments. llvmlite puts the object into memory, in some milliseconds; it needs
functions of Python and of the C library, the layout of NumPy's arrays, and nothing of Numba's.

Whatever speaks against the object, Numba compiles instead, to the same bits; `said` says what it was.
"""

import ctypes
import functools
import hashlib
import json
import os
import platform
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import llvmlite.binding as llvm
import numba
import numpy as np

from guardship.core.cache import CODE, config, plain, written

CHOICE, NUMBA = "GUARDSHIP_KERNELS", "numba"  # in the environment: a level, or that Numba is to compile
FOLDER = Path(__file__).parents[1] / "data" / "core"
STAMP = "stamp.json"
V2 = ("cx16", "popcnt", "sahf", "sse3", "sse4.1", "sse4.2", "ssse3")
V3 = (*V2, "avx", "avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe")

_llvm: Any = llvm  # without types
_numba: Any = numba


class Level(NamedTuple):
    """The processors that an object is for.

    machine: their kind, as `platform.machine` says it. cpu: the one for which LLVM makes code. needs: what a processor
    must have, as LLVM names it, where not all of the kind have it.
    """

    machine: str
    cpu: str
    needs: tuple[str, ...] = ()


LEVELS = {  # the first that fits counts
    "x86-64-v3": Level("x86_64", "x86-64-v3", V3),
    "x86-64-v2": Level("x86_64", "x86-64-v2", V2),
    "armv8-a": Level("aarch64", "generic"),
}
SYSTEMS = {("Linux", level.machine, "CPython") for level in LEVELS.values()}


class Stamp(NamedTuple):
    """Of what the objects were made.

    sources: digest of the kernels' sources. settings: Numba's that change code. made_with: versions. entries: kernels
    with the types that they take, as `named` has them, each the name of a function of the objects. needs: functions
    that they call. objects: digest of each, by level.
    """

    sources: str
    settings: list[int | None]
    made_with: dict[str, str]
    entries: list[str]
    needs: list[str]
    objects: dict[str, str]


class Core(NamedTuple):
    """An object in memory: its level, what it has, and llvmlite's engine, with which it goes."""

    level: str
    entries: frozenset[str]
    engine: Any


def read(folder: Path) -> Stamp:
    """The stamp of the objects in a folder. Raises OSError, ValueError or TypeError."""
    return Stamp(**json.loads((folder / STAMP).read_bytes()))


def settings() -> list[int | None]:
    """Numba's settings that change code, but for the processor's."""
    values = [getattr(config, name, None) for name in CODE if name != "ENABLE_AVX"]
    return [None if value is None else int(value) for value in values]


def levels() -> list[str]:
    """The levels that this processor has and Numba's settings let it use, the best first."""
    machine, has = platform.machine(), _llvm.get_host_cpu_features()
    if not config.ENABLE_AVX:
        has = {name: there and not name.startswith("avx") for name, there in has.items()}
    return [name for name, one in LEVELS.items() if one.machine == machine and all(has.get(need) for need in one.needs)]


@functools.cache
def core() -> Core | str:
    """The object that this process uses, or why it uses none."""
    try:
        return load(FOLDER)
    except Exception as error:  # whatever happens to an object: Numba can do without it
        return f"{type(error).__name__}: {error}"


def said() -> str:
    """Where this process has the kernels' machine code from, in a line."""
    found = core()
    if isinstance(found, Core):
        return f"prebuilt for {found.level}"
    return "plain Python" if plain else f"compiled by Numba {_numba.__version__}: {found}"


def load(folder: Path) -> Core | str:
    """The object of a folder that suits this process, in memory, or why none does. Raises whatever llvmlite does."""
    chosen = os.environ.get(CHOICE)
    if plain or chosen == NUMBA:
        return "so it was chosen"
    here = (platform.system(), platform.machine(), platform.python_implementation())
    if here not in SYSTEMS or sysconfig.get_config_var("Py_GIL_DISABLED"):
        return f"there is none prebuilt for {' '.join(here)}"
    stamp = read(folder)
    if stamp.sources != written():
        return "the prebuilt ones are of other sources"
    if stamp.settings != settings() or config.CPU_NAME is not None or config.CPU_FEATURES is not None:
        return "Numba has settings of its own"
    fits = next((one for one in levels() if chosen in (one, "", None)), None)
    if fits is None:
        return f"the processor has no level {chosen or 'for which there is one prebuilt'}"
    content = (folder / f"{fits}.o").read_bytes()
    if hashlib.sha256(content).hexdigest() != stamp.objects[fits]:
        return f"the one prebuilt for {fits} is damaged"
    lacks = [name for name in stamp.needs if not _found(name)]  # LLVM would end the process
    if lacks:
        return f"the one prebuilt for {fits} needs {', '.join(lacks)}"
    return Core(fits, frozenset(stamp.entries), in_memory(content))


def _found(name: str) -> bool:
    """Whether LLVM finds a function; Python's own are told to it."""
    if name.startswith("Py"):
        _llvm.add_symbol(name, ctypes.cast(getattr(ctypes.pythonapi, name), ctypes.c_void_p).value)
    return _llvm.address_of_symbol(name) is not None


def in_memory(content: bytes) -> Any:
    """Put an object into memory; llvmlite's engine, with which it goes. Raises RuntimeError."""
    machine = _llvm.Target.from_triple(_llvm.get_process_triple()).create_target_machine()
    engine = _llvm.create_mcjit_compiler(_llvm.parse_assembly(""), machine)
    engine.add_object_file(_llvm.object_file.ObjectFileRef.from_data(content))
    engine.finalize_object()
    return engine


# ---- what a kernel asks ----------------------------------------------------------------------------------------------


class _Method(ctypes.Structure):
    """`PyMethodDef`: a function as Python knows those of C."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("function", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("text", ctypes.c_char_p),
    )


KEYWORDS = 0x0001 | 0x0002  # METH_VARARGS | METH_KEYWORDS: as Numba's dispatcher calls
_kept: list[Any] = []  # functions of Python and what they point to: Numba's dispatchers do not keep what they call


def named(kernel: Callable[..., Any], takes: Sequence[Any]) -> str:
    """A kernel (`MODULE.KERNEL`) and the Numba types that it takes: `watch.find(int32[1], PAIR[1], int64, int64)`."""
    module = kernel.__module__.rpartition(".")[2]
    return f"{module}.{kernel.__qualname__}({', '.join(_type(one) for one in takes)})"


def _type(kind: Any) -> str:
    """A Numba type, the same for every version; of an array whose elements are a record the name of its dtype."""
    if not isinstance(kind, _numba.types.Array) or kind.layout != "C" or not kind.mutable:
        return str(kind)
    return f"{_records().get(kind.dtype, kind.dtype)}[{kind.ndim}]"


@functools.cache
def _records() -> dict[Any, str]:
    """The dtypes of the core's state by the type that Numba makes of them."""
    from guardship.core.kernels import state

    dtypes = {name: value for name, value in vars(state).items() if isinstance(value, np.dtype)}
    return {_numba.from_dtype(dtype): name for name, dtype in dtypes.items()}


def machine_code(kernel: Callable[..., Any], takes: Sequence[Any]) -> Callable[..., Any] | None:
    """The machine code of a kernel for arguments of these Numba types, as a function of Python. None: none prebuilt."""
    found = core()
    if not isinstance(found, Core) or (name := named(kernel, takes)) not in found.entries:
        return None
    return function(found.engine, name)


def function(engine: Any, name: str) -> Callable[..., Any]:
    """A function of an object in memory, as one of Python."""
    method = _Method(name.encode(), engine.get_function_address(name), KEYWORDS, None)
    make = ctypes.pythonapi.PyCFunction_NewEx
    make.argtypes, make.restype = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p), ctypes.py_object
    made: Callable[..., Any] = make(ctypes.addressof(method), None, None)
    _kept.extend((method, made))
    return made
