"""Builds the kernels' machine code that the package ships: `uv run python -m tools.prebuild`.

To be run after an edit of a kernel, and what it writes committed: for each level of x86-64 one relocatable object (ELF)
and the stamp that says of what they are (`guardship.core.prebuilt`, which loads them). Numba compiles for each level in
a process of its own; llvmlite emits the code. No compiler and no linker is needed, but a processor that has every level.
"""
