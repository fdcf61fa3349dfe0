"""Asking the processor for memory before it is needed, so that it does not wait for one place after the other."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.errors import TypingError
from numba.extending import intrinsic

from guardship.core.cache import plain
from guardship.core.kernels.state import LINE


def _fetch(typing: Any, array: Any, at: Any, lines: Any) -> Any:
    """Ask for the first `lines` lines of memory, a number in the source, of a record of an array, and do not wait."""
    del typing
    if not isinstance(lines, types.IntegerLiteral):
        raise TypingError("the number of lines is not known when the kernel is compiled")

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = signature.args[0]
        held = context.make_array(kind)(context, builder, args[0])
        record = cgutils.get_item_pointer(context, builder, kind, held, [args[1]], wraparound=False)
        begin = builder.bitcast(record, cgutils.voidptr_t)
        number = cgutils.int32_t
        ask = cgutils.get_or_insert_function(
            builder.module,
            ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, number, number, number]),
            "llvm.prefetch.p0",
        )
        for line in range(lines.literal_value):
            builder.call(ask, [cgutils.gep(builder, begin, line * LINE), number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.intp, lines), code


def _plain_fetch(array: Any, at: int, lines: int) -> None:
    """Where kernels are run as Python there is nothing to ask for."""


fetch: Any = _plain_fetch if plain else intrinsic(prefer_literal=True)(_fetch)
