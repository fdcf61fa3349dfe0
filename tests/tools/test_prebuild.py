"""The objects that the package ships: how they are built, and that they can be built again."""

import math
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from numba import types

from guardship.core import cache, prebuilt
from tools.prebuild.__main__ import MADE_WITH, build_all
from tools.prebuild.calls import Call, kernels, makeable, readable
from tools.prebuild.objects import LIBRARY, has, needs, object_of

HERE = (platform.system(), platform.machine(), platform.python_implementation())
LEVEL = next(iter(prebuilt.levels()), "")
KIND = {"x86_64": 62, "aarch64": 183}  # of machine, as ELF has it
FLOATS = types.float64[:, ::1]
KEPT: list[Any] = []  # code goes with its engine


def compiled(function: Callable[..., Any], *takes: Any) -> Call:
    """A function as the kernels are compiled."""
    njit: Any = numba.njit  # its types do not know `_nrt`
    made = njit(error_model="numpy", _nrt=False)(function)
    made.compile(takes)
    return Call(made, takes)


def called(call: Call) -> Callable[..., Any]:
    """The function of an object that has it alone."""
    engine = prebuilt.in_memory(object_of([call], LEVEL))
    found = prebuilt.function(engine, call.name())
    KEPT.append(engine)
    return found


pytestmark = pytest.mark.skipif(not LEVEL or HERE not in prebuilt.SYSTEMS, reason="nothing is built for it")


def nothing(a, i):  # type: ignore[no-untyped-def]
    a[i, 0] = 1.0


def corner(a, i, k):  # type: ignore[no-untyped-def]
    return a[i, k], a.shape[0], a.size > 3, np.uint64(k)


def mixed(x, i, u):  # type: ignore[no-untyped-def]
    return math.sin(x) + i + u


def gamma(x):  # type: ignore[no-untyped-def]
    return math.gamma(x)


def fails(i):  # type: ignore[no-untyped-def]
    if i > 0:
        raise ValueError("no kernel does")
    return i


def test_objects_are_read_and_made() -> None:
    get = called(compiled(corner, FLOATS, types.int64, types.int64))
    a = np.arange(6.0).reshape(2, 3)
    assert repr(get(a, 1, np.int64(2))) == "(5.0, 2, True, 2)"
    assert repr(get(a[1:], 0, 0)) == "(3.0, 1, False, 0)"
    put = called(compiled(nothing, FLOATS, types.int64))
    assert put(a, 1) is None and a[1, 0] == 1.0
    add = called(compiled(mixed, types.float64, types.int64, types.uint64))
    assert add(np.float64(0.0), -2, np.uint64(5)) == 3.0
    assert add(1, 0, 0) == math.sin(1.0)


@pytest.mark.parametrize("wrong", [("x", 1, 1), (1.0, 2**63, 1), (1.0, 1.5, 1), (1.0, 1), ()])
def test_what_cannot_be_read_is_an_error_of_python(wrong: tuple[object, ...]) -> None:
    add = called(compiled(mixed, types.float64, types.int64, types.uint64))
    with pytest.raises((TypeError, OverflowError, IndexError, SystemError)):
        add(*wrong)


def test_a_kernel_that_fails_is_an_error_too() -> None:
    look = called(compiled(fails, types.int64))
    assert look(0) == 0
    with pytest.raises(SystemError):
        look(1)


def test_what_a_process_may_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="the kernels need numba_gamma"):
        object_of([compiled(gamma, types.float64)], LEVEL)


def test_types_that_python_has_no_objects_for_are_left_out() -> None:
    record = numba.from_dtype(np.dtype([("x", np.float64)]))
    assert readable(types.float64) and readable(FLOATS) and readable(types.Array(record, 1, "C"))
    assert not any(map(readable, (types.int32, types.float64[:], types.Array(types.int64, 1, "C", readonly=True))))
    assert makeable(types.none) and makeable(types.UniTuple(types.float64, 2)) and not makeable(record)


def test_what_only_kernels_call_has_no_function() -> None:
    names = {kernel.py_func.__name__ for kernel in kernels()}
    assert {"advance_at", "window", "find", "shortest"} <= names
    assert "advance" not in names


@pytest.mark.parametrize("level", prebuilt.LEVELS)
def test_what_is_shipped_is_of_its_kind_and_has_every_kernel(level: str) -> None:
    content = (prebuilt.FOLDER / f"{level}.o").read_bytes()
    assert int.from_bytes(content[18:20], "little") == KIND[prebuilt.LEVELS[level].machine]
    assert has(content) == prebuilt.read(prebuilt.FOLDER).entries


@pytest.mark.parametrize("level", prebuilt.LEVELS)
def test_what_is_shipped_needs_python_and_the_c_library(level: str) -> None:
    found = needs((prebuilt.FOLDER / f"{level}.o").read_bytes())
    assert set(found) <= set(prebuilt.read(prebuilt.FOLDER).needs)
    assert [name for name in found if not name.startswith("Py") and name not in LIBRARY] == []


@pytest.mark.long
def test_it_can_be_built_again(tmp_path: Path) -> None:
    stamp = prebuilt.read(prebuilt.FOLDER)
    if platform.machine() != "x86_64" or stamp.made_with != {name: version(name) for name in MADE_WITH}:
        pytest.skip("another machine or other versions may make other code")
    assert stamp.sources == cache.written()
    assert build_all(tmp_path) == stamp
