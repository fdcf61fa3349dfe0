"""An object (ELF) of kernels for a level, made of what Numba has compiled in this process."""

import struct
from collections.abc import Iterator, Sequence
from typing import Any

import llvmlite.binding as llvm
from numba.core import config as _config

from guardship.core.prebuilt import LEVELS
from tools.prebuild.calls import Call, wrap

# what an object may need of the C library; all else is Python's. Of Numba's own functions it may need none.
LIBRARY = {"acos", "asin", "atan2", "cos", "exp", "fmod", "hypot", "log", "memcpy", "memmove", "memset", "pow", "sin"}
LIBRARY |= {"sincos", "tan"}
SYMBOL = struct.Struct("<IBBHQQ")  # of ELF: start of its name, kind, visibility, section, address, size
GLOBAL_FUNCTION = 0x12  # the kind of a function that is seen from outside

config: Any = _config  # Numba's types do not know its settings
llvm.initialize_all_targets()
llvm.initialize_all_asmprinters()


def object_of(calls: Sequence[Call], level: str) -> bytes:
    """The object that has a function of Python for each call. Raises ValueError when it would need what is strange."""
    triple = f"{LEVELS[level].machine}-unknown-linux-gnu"
    # `large`: its sections may lie wherever there is room, as those of what Numba compiles; `small` saves 0 to 3 %
    machine = llvm.Target.from_triple(triple).create_target_machine(
        cpu=LEVELS[level].cpu, opt=3, reloc="static", codemodel="large"
    )
    whole = linked(calls)
    whole.triple, whole.data_layout = triple, str(machine.target_data)
    optimise(whole, machine)
    content: bytes = machine.emit_object(whole)
    if strange := [name for name in needs(content) if not name.startswith("Py") and name not in LIBRARY]:
        raise ValueError(f"the kernels need {', '.join(strange)}")
    return content


def linked(calls: Sequence[Call]) -> Any:
    """A module of these calls and all that they need; nothing but they has a name that is seen from outside."""
    wrappers = calls[0].kernel.targetctx.create_module("guardship")
    for call in calls:
        wrap(wrappers, call)
    whole = llvm.parse_assembly(str(wrappers))
    for call in calls:
        whole.link_in(call.kernel.overloads[call.takes].library._get_module_for_linking(), preserve=True)
    kept = {call.name() for call in calls}
    for one in (*whole.functions, *whole.global_variables):
        if not one.is_declaration and one.name not in kept:
            one.linkage = llvm.Linkage.private
    return whole


def optimise(module: Any, machine: Any) -> None:
    """Optimise a module for a processor, by the passes that Numba's settings ask for; what is not needed goes."""
    tuning = llvm.create_pipeline_tuning_options(speed_level=int(config.OPT))
    tuning.loop_vectorization, tuning.slp_vectorization = bool(config.LOOP_VECTORIZE), bool(config.SLP_VECTORIZE)
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)


def needs(content: bytes) -> list[str]:
    """The functions that an object needs and does not have, sorted."""
    return sorted(name for name, _, section in _symbols(content) if name and not section)


def has(content: bytes) -> list[str]:
    """The functions that an object has for others, sorted."""
    return sorted(name for name, kind, section in _symbols(content) if kind == GLOBAL_FUNCTION and section)


def _symbols(content: bytes) -> Iterator[tuple[str, int, int]]:
    """Name, kind and section of each symbol of an object; section 0 is none of its own."""
    sections = {one.name(): one.data() for one in llvm.object_file.ObjectFileRef.from_data(content).sections()}
    names = sections[b".strtab"]
    for start, kind, _, section, _, _ in SYMBOL.iter_unpack(sections[b".symtab"]):
        yield names[start : names.index(0, start)].decode(), kind, section
