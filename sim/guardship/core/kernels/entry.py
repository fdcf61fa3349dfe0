"""Calling `advance` from Python: the state is handed over as one array of addresses, not as thirty arrays.

Numba looks into every array that it is handed: 2.9 us a call, 35 ms of a run of the Gulf of Aden with its 11 600 calls.
"""

import ctypes
import math
from typing import Any

import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array

from guardship.core.cache import plain
from guardship.core.kernels.compile import kernel
from guardship.core.kernels.core import advance
from guardship.core.kernels.state import (
    DECISION,
    EPOCH,
    EVENT,
    FLEET,
    LAPSE,
    LAW,
    LEG,
    NOTE,
    ORDER,
    PAIR,
    PLOT,
    STANCE,
    TRIAL,
    Ints,
    Sea,
)

DIMENSIONS = 4  # of an array, at most


def _array_at(typing: Any, address: Any, shape: Any, kind: Any) -> Any:
    """The array of that kind and shape that stands at an address, whole and in the order of C."""
    del typing
    found = types.Array(kind.dtype, len(shape), "C")

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = make_array(found)(context, builder)
        size = context.get_abi_sizeof(context.get_data_type(found.dtype))
        sides = cgutils.unpack_tuple(builder, args[1])
        strides = [context.get_constant(types.intp, size)]
        for side in sides[:0:-1]:
            strides.insert(0, builder.mul(strides[0], side))
        start = builder.inttoptr(args[0], array.data.type)
        populate_array(array, data=start, shape=sides, strides=strides, itemsize=strides[-1], meminfo=None)
        return array._getvalue()

    return found(address, shape, kind), code


def _plain_array_at(address: int, shape: tuple[int, ...], kind: Any) -> Any:
    """The same, where kernels are run as Python: fields of a record are attributes, as they are for Numba."""
    size = math.prod(map(int, shape)) * np.dtype(kind).itemsize
    there = (ctypes.c_char * size).from_address(int(address)) if size else bytearray()
    array = np.ndarray(tuple(map(int, shape)), kind, there)
    return array.view(np.recarray) if array.dtype.names else array


array_at: Any = _plain_array_at if plain else intrinsic(_array_at)


@kernel
def advance_at(at, until):
    """`advance` for the state whose arrays stand where `addresses` says."""
    sea = Sea(
        array_at(at[0, 0], (at[0, 1],), FLEET),  # fleet
        array_at(at[1, 0], (at[1, 1],), PAIR),  # pairs
        array_at(at[2, 0], (at[2, 1], at[2, 2]), np.float64),  # exposure
        array_at(at[3, 0], (at[3, 1],), np.int32),  # table
        array_at(at[4, 0], (at[4, 1],), EVENT),  # heap
        array_at(at[5, 0], (at[5, 1],), EVENT),  # far
        array_at(at[6, 0], (at[6, 1], at[6, 2]), np.int64),  # wheel
        array_at(at[7, 0], (at[7, 1], at[7, 2]), np.float64),  # pool
        array_at(at[8, 0], (at[8, 1], at[8, 2], at[8, 3], at[8, 4]), LAW),  # laws
        array_at(at[9, 0], (at[9, 1], at[9, 2], at[9, 3]), STANCE),  # stance
        array_at(at[10, 0], (at[10, 1], at[10, 2]), EPOCH),  # epochs
        array_at(at[11, 0], (at[11, 1], at[11, 2]), np.int64),  # areas
        array_at(at[12, 0], (at[12, 1], at[12, 2]), np.int64),  # shows
        array_at(at[13, 0], (at[13, 1], at[13, 2]), np.float64),  # shown
        array_at(at[14, 0], (at[14, 1], at[14, 2], at[14, 3]), np.float64),  # sees
        array_at(at[15, 0], (at[15, 1], at[15, 2], at[15, 3], at[15, 4]), np.float64),  # weighs
        array_at(at[16, 0], (at[16, 1], at[16, 2]), np.float64),  # bars
        array_at(at[17, 0], (at[17, 1], at[17, 2]), np.float64),  # cleared
        array_at(at[18, 0], (at[18, 1], at[18, 2]), PLOT),  # plots
        array_at(at[19, 0], (at[19, 1], at[19, 2]), np.float64),  # alike
        array_at(at[20, 0], (at[20, 1], at[20, 2]), np.float64),  # noted
        array_at(at[21, 0], (at[21, 1], at[21, 2], at[21, 3]), np.float64),  # relay
        array_at(at[22, 0], (at[22, 1], at[22, 2]), np.float64),  # edges
        array_at(at[23, 0], (at[23, 1],), np.int64),  # edge_at
        array_at(at[24, 0], (at[24, 1],), np.int64),  # edge_in
        array_at(at[25, 0], (at[25, 1], at[25, 2]), np.float64),  # hot
        array_at(at[26, 0], (at[26, 1], at[26, 2]), np.float64),  # eye
        array_at(at[27, 0], (at[27, 1], at[27, 2], at[27, 3]), np.float64),  # boxes
        array_at(at[28, 0], (at[28, 1],), np.uint8),  # flag
        array_at(at[29, 0], (at[29, 1], at[29, 2]), np.int64),  # lists
        array_at(at[30, 0], (at[30, 1],), LEG),  # legs
        array_at(at[31, 0], (at[31, 1],), NOTE),  # notes
        array_at(at[32, 0], (at[32, 1],), LAPSE),  # lapses
        array_at(at[33, 0], (at[33, 1],), ORDER),  # orders
        array_at(at[34, 0], (at[34, 1],), DECISION),  # decisions
        array_at(at[35, 0], (at[35, 1],), TRIAL),  # trials
        array_at(at[36, 0], (at[36, 1],), np.int64),  # n
        array_at(at[37, 0], (at[37, 1],), np.float64),  # param
    )
    return advance(sea, until)


# dtype and dimensions of each array of a state: what a kernel would misread is refused here
KINDS = (
    (FLEET, 1),  # fleet
    (PAIR, 1),  # pairs
    (np.float64, 2),  # exposure
    (np.int32, 1),  # table
    (EVENT, 1),  # heap
    (EVENT, 1),  # far
    (np.int64, 2),  # wheel
    (np.float64, 2),  # pool
    (LAW, 4),  # laws
    (STANCE, 3),  # stance
    (EPOCH, 2),  # epochs
    (np.int64, 2),  # areas
    (np.int64, 2),  # shows
    (np.float64, 2),  # shown
    (np.float64, 3),  # sees
    (np.float64, 4),  # weighs
    (np.float64, 2),  # bars
    (np.float64, 2),  # cleared
    (PLOT, 2),  # plots
    (np.float64, 2),  # alike
    (np.float64, 2),  # noted
    (np.float64, 3),  # relay
    (np.float64, 2),  # edges
    (np.int64, 1),  # edge_at
    (np.int64, 1),  # edge_in
    (np.float64, 2),  # hot
    (np.float64, 2),  # eye
    (np.float64, 3),  # boxes
    (np.uint8, 1),  # flag
    (np.int64, 2),  # lists
    (LEG, 1),  # legs
    (NOTE, 1),  # notes
    (LAPSE, 1),  # lapses
    (ORDER, 1),  # orders
    (DECISION, 1),  # decisions
    (TRIAL, 1),  # trials
    (np.int64, 1),  # n
    (np.float64, 1),  # param
)


def addresses(sea: Sea) -> Ints:
    """(arrays, 1 + DIMENSIONS) where each array of a state is, and its shape. True as long as the state is kept."""
    where = np.zeros((len(sea), 1 + DIMENSIONS), np.int64)
    for k, array in enumerate(sea):
        if array.dtype != KINDS[k][0] or array.ndim != KINDS[k][1] or not array.flags.c_contiguous:
            raise ValueError(f"`{sea._fields[k]}` is no array as `Sea` says")
        where[k, 0] = array.ctypes.data
        where[k, 1 : 1 + array.ndim] = array.shape
    return where
