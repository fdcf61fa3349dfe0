"""`python -m tools.prebuild`: the objects of all levels, in a process of its own, and the stamp."""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from guardship.core.cache import written
from guardship.core.place import NAMED
from guardship.core.prebuilt import CHOICE, FOLDER, LEVELS, NUMBA, STAMP, Stamp, settings

MADE_WITH = ("numba", "llvmlite", "numpy")


def build(folder: Path) -> None:
    """Write the objects of all levels, from what Numba compiles in this process."""
    from tools.prebuild.calls import calls
    from tools.prebuild.objects import object_of

    found = calls()
    for level in LEVELS:
        (folder / f"{level}.o").write_bytes(object_of(found, level))


def build_all(folder: Path) -> Stamp:
    """Write the objects of all levels and their stamp. Raises CalledProcessError when they cannot be built."""
    from tools.prebuild.objects import has, needs

    _build_apart(folder)
    content = {level: (folder / f"{level}.o").read_bytes() for level in LEVELS}
    stamp = Stamp(
        sources=written(),
        settings=settings(),
        made_with={name: version(name) for name in MADE_WITH},
        entries=sorted(set.intersection(*(set(has(one)) for one in content.values()))),
        needs=sorted({name for one in content.values() for name in needs(one)}),
        objects={level: hashlib.sha256(one).hexdigest() for level, one in content.items()},
    )
    (folder / STAMP).write_text(json.dumps(stamp._asdict(), indent=1) + "\n")
    return stamp


def _build_apart(folder: Path) -> None:
    """`build` in a process in which Numba compiles for no processor in particular, everything anew."""
    with tempfile.TemporaryDirectory() as cache:
        chosen = {CHOICE: NUMBA, NAMED: cache, "NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
        around = {**os.environ, **chosen, "PYTHONHASHSEED": "0"}
        command = [sys.executable, "-m", "tools.prebuild", "--here", "--out", str(folder)]
        subprocess.run(command, env=around, check=True)


def main(words: Sequence[str] | None = None) -> None:
    """Build the objects of all levels."""
    ask = argparse.ArgumentParser(
        prog="python -m tools.prebuild", description="Build the machine code that is shipped."
    )
    ask.add_argument("--out", type=Path, default=FOLDER, help="the folder where to")
    ask.add_argument("--here", action="store_true", help="only the objects, in this process, as Numba is set")
    asked = ask.parse_args(words)
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.here:
        build(asked.out)
        return
    stamp = build_all(asked.out)
    for level in stamp.objects:
        print(f"{level}: {(asked.out / f'{level}.o').stat().st_size} bytes, {len(stamp.entries)} functions")


if __name__ == "__main__":
    main()
