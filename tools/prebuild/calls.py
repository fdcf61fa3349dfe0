"""What Python may call, and for each the function of Python that is put around it."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple, final

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.codegen import JITCodeLibrary
from numba.core.dispatcher import Dispatcher
from numba.core.registry import cpu_target
from numba.np.arrayobj import make_array, populate_array

import guardship.core.kernels as package
from guardship.core.prebuilt import named
from guardship.warm import exercise

# Python's functions that read and make objects, by Numba type: all of its stable interface
READS = {
    "float64": "PyFloat_AsDouble",
    "int64": "PyLong_AsLongLong",
    "uint64": "PyLong_AsUnsignedLongLongMask",
}
MAKES = {
    "float64": "PyFloat_FromDouble",
    "int64": "PyLong_FromLongLong",
    "uint64": "PyLong_FromUnsignedLongLong",
    "bool": "PyBool_FromLong",
}
DATA, SHAPE, STRIDES = 2, 4, 5  # where an array of NumPy has these pointers, in words: of its interface for C

BYTE, WORD, STATUS, OBJECT = ir.IntType(8), ir.IntType(64), ir.IntType(32), ir.IntType(8).as_pointer()
_Dispatcher: Any = Dispatcher
_Library: Any = JITCodeLibrary
_types: Any = types


class Call(NamedTuple):
    """A compiled kernel, and the Numba types that it takes."""

    kernel: Any
    takes: tuple[Any, ...]

    def name(self) -> str:
        """As the stamp and the object have it."""
        return named(self.kernel.py_func, self.takes)

    def gives(self) -> Any:
        """The Numba type of its outcome."""
        return self.kernel.overloads[self.takes].signature.return_type


def calls() -> list[Call]:
    """Every kernel that a run needs, compiled, with the types that it has been called with, in the order of names.

    Among them are some that only kernels call; those whose types Python has no object for are left out. From now on
    Numba optimises nothing as a whole in this process.
    """
    cpu_target.target_context.codegen()._library_class = _Unoptimised
    exercise()
    found = [Call(kernel, takes) for kernel in kernels() for takes in kernel.signatures]
    return sorted((one for one in found if all(map(readable, one.takes)) and makeable(one.gives())), key=Call.name)


@final
class _Unoptimised(_Library):  # type: ignore[misc]
    """What Numba makes of a kernel: simplified function by function, and not yet optimised for a processor."""

    def _optimize_final_module(self) -> None: ...


def kernels() -> Iterator[Any]:
    """Numba's dispatcher of every kernel that Python may call."""
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        for one in vars(import_module(module.name)).values():
            own = isinstance(one, _Dispatcher) and one.py_func.__module__ == module.name
            if own and not one.targetoptions.get("no_cpython_wrapper"):
                yield one


def readable(kind: Any) -> bool:
    """Whether an argument of this Numba type can be read from an object."""
    return str(kind) in READS or (isinstance(kind, _types.Array) and kind.layout == "C" and kind.mutable)


def makeable(kind: Any) -> bool:
    """Whether an object can be made of an outcome of this Numba type."""
    parts = kind if isinstance(kind, _types.BaseTuple) else (kind,)
    return all(str(one) in MAKES or isinstance(one, _types.NoneType) for one in parts)


def wrap(module: ir.Module, call: Call) -> None:
    """Add the function that reads a tuple of objects, calls the kernel, and makes an object of what it gives."""
    context, compiled = call.kernel.targetctx, call.kernel.overloads[call.takes]
    function = ir.Function(module, ir.FunctionType(OBJECT, (OBJECT, OBJECT, OBJECT)), call.name())
    builder = ir.IRBuilder(function.append_basic_block())
    values = []
    for k, kind in enumerate(call.takes):
        one = _ask(builder, "PyTuple_GetItem", OBJECT, function.args[1], WORD(k))
        array = isinstance(kind, _types.Array)
        values.append(_array(context, builder, kind, one) if array else _number(context, builder, kind, one))
    with builder.if_then(builder.icmp_unsigned("!=", _ask(builder, "PyErr_Occurred", OBJECT), OBJECT(None))):
        builder.ret(OBJECT(None))
    native = context.declare_function(module, compiled.fndesc)
    status, outcome = context.call_conv.call_function(builder, native, call.gives(), call.takes, values)
    with builder.if_then(status.is_error):  # no kernel raises
        _ask(builder, "PyErr_BadInternalCall", ir.VoidType())
        builder.ret(OBJECT(None))
    builder.ret(_object(builder, call.gives(), outcome))


def _ask(builder: ir.IRBuilder, name: str, gives: Any, *args: Any) -> Any:
    """Call a function of Python."""
    module = builder.module
    if name not in module.globals:
        ir.Function(module, ir.FunctionType(gives, [one.type for one in args]), name)
    return builder.call(module.globals[name], args)


def _number(context: Any, builder: ir.IRBuilder, kind: Any, one: Any) -> Any:
    return _ask(builder, READS[str(kind)], context.get_value_type(kind), one)


def _array(context: Any, builder: ir.IRBuilder, kind: Any, one: Any) -> Any:
    """An array as a kernel takes it, where Numba has found that it is one of this type."""
    data, shape, strides = _words(builder, one, (DATA, SHAPE, STRIDES))
    array = make_array(kind)(context, builder)
    populate_array(
        array,
        data=builder.inttoptr(data, array.data.type),
        shape=cgutils.pack_array(builder, _words(builder, shape, range(kind.ndim))),
        strides=cgutils.pack_array(builder, _words(builder, strides, range(kind.ndim))),
        itemsize=WORD(context.get_abi_sizeof(context.get_data_type(kind.dtype))),
        meminfo=None,
    )
    return array._getvalue()


def _words(builder: ir.IRBuilder, at: Any, which: Any) -> list[Any]:
    """Words of memory from an address on."""
    turn = builder.bitcast if at.type == OBJECT else builder.inttoptr
    first = turn(at, WORD.as_pointer())
    return [builder.load(builder.gep(first, [WORD(k)])) for k in which]


def _object(builder: ir.IRBuilder, kind: Any, value: Any) -> Any:
    if isinstance(kind, _types.NoneType):
        nothing = cgutils.global_constant(builder, "nothing", ir.ArrayType(BYTE, 1)(bytearray(1)))
        return _ask(builder, "Py_BuildValue", OBJECT, nothing.bitcast(OBJECT))
    if isinstance(kind, _types.BaseTuple):
        whole = _ask(builder, "PyTuple_New", OBJECT, WORD(len(kind)))
        for k, part in enumerate(kind):
            made = _object(builder, part, builder.extract_value(value, k))
            _ask(builder, "PyTuple_SetItem", STATUS, whole, WORD(k), made)
        return whole
    if isinstance(kind, _types.Boolean):
        value = builder.zext(value, WORD)
    return _ask(builder, MAKES[str(kind)], OBJECT, value)
