"""Builds the kernels' machine code that the package ships: `uv run python -m tools.prebuild`.

To be run after an edit of a kernel, and what it writes committed: for each level of `guardship.core.prebuilt`, which
loads them, one relocatable object (ELF) and the stamp that says of what they are. Numba compiles once, in a process of
its own, to code that knows of no processor; LLVM optimises and emits it for each level, whatever the processor here. No
compiler and no linker is needed.
"""
