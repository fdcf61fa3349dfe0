"""An object (ELF) of kernels, for the level for which Numba compiles in this process."""

import struct
from collections.abc import Container, Sequence
from typing import Any

import llvmlite.binding as llvm

from tools.prebuild.calls import Call, wrap

TRIPLE = "x86_64-unknown-linux-gnu"
# what an object may need of the C library; all else is Python's. Of Numba's own functions it may need none.
LIBRARY = {"acos", "asin", "atan2", "cos", "exp", "fmod", "hypot", "log", "memcpy", "memmove", "memset", "pow", "sin"}
LIBRARY |= {"sincos", "tan"}
SYMBOL = struct.Struct("<IBBHQQ")  # of ELF: start of its name, kind, visibility, section, address, size


def object_of(calls: Sequence[Call], level: str) -> bytes:
    """The object that has a function of Python for each call. Raises ValueError when it would need what is strange."""
    wrappers = calls[0].kernel.targetctx.create_module("guardship")
    for call in calls:
        wrap(wrappers, call)
    whole = llvm.parse_assembly(str(wrappers))
    for call in calls:
        whole.link_in(call.kernel.overloads[call.takes].library._get_module_for_linking(), preserve=True)
    # `large`: its sections may lie wherever there is room, as those of what Numba compiles; `small` saves 0 to 3 %
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(cpu=level, opt=3, reloc="static", codemodel="large")
    optimise(whole, {call.name() for call in calls}, machine)
    content: bytes = machine.emit_object(whole)
    if strange := [name for name in needs(content) if not name.startswith("Py") and name not in LIBRARY]:
        raise ValueError(f"the kernels need {', '.join(strange)}")
    return content


def optimise(module: Any, kept: Container[str], machine: Any) -> None:
    """Optimise a module as a whole, of which only these functions are seen from outside.

    Numba, for which any function may be called from elsewhere, hands over all of the `Sea` wherever a call is not
    merged; of calls that are seen from nowhere else LLVM drops what is not used: 0.8 to 0.9 of the core's time.
    """
    for one in (*module.functions, *module.global_variables):
        if not one.is_declaration and one.name not in kept:
            one.linkage = llvm.Linkage.private
    passes = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    passes.getModulePassManager().run(module, passes)


def needs(content: bytes) -> list[str]:
    """The functions that an object needs and does not have, sorted."""
    sections = {one.name(): one.data() for one in llvm.object_file.ObjectFileRef.from_data(content).sections()}
    names, symbols = sections[b".strtab"], SYMBOL.iter_unpack(sections[b".symtab"])
    starts = [start for start, _, _, section, _, _ in symbols if start and not section]
    return sorted(names[start : names.index(0, start)].decode() for start in starts)
