"""`python -m tools.prebuild`: all levels, each in a process of its own, and the stamp."""

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
from guardship.core.prebuilt import CHOICE, FOLDER, LEVELS, NUMBA, STAMP, Stamp, levels, settings

MADE_WITH = ("numba", "llvmlite", "numpy")


def build(level: str, out: Path) -> list[str]:
    """Write the object of the level for which Numba compiles in this process; the names of what it has."""
    from tools.prebuild.calls import calls
    from tools.prebuild.objects import object_of

    found = calls()
    out.write_bytes(object_of(found, level))
    return [call.name() for call in found]


def build_all(folder: Path) -> Stamp:
    """Write the objects of all levels and their stamp. Raises CalledProcessError when one cannot be built."""
    from tools.prebuild.objects import needs

    entries = [_apart(level, folder / f"{level}.o") for level in LEVELS]
    content = {level: (folder / f"{level}.o").read_bytes() for level in LEVELS}
    stamp = Stamp(
        sources=written(),
        settings=settings(),
        made_with={name: version(name) for name in MADE_WITH},
        entries=sorted(set.intersection(*map(set, entries))),
        needs=sorted({name for one in content.values() for name in needs(one)}),
        objects={level: hashlib.sha256(one).hexdigest() for level, one in content.items()},
    )
    (folder / STAMP).write_text(json.dumps(stamp._asdict(), indent=1) + "\n")
    return stamp


def _apart(level: str, out: Path) -> list[str]:
    """One level, in a process in which Numba compiles for it, everything anew."""
    with tempfile.TemporaryDirectory() as cache:
        chosen = {CHOICE: NUMBA, NAMED: cache, "NUMBA_CPU_NAME": level, "NUMBA_CPU_FEATURES": "", "PYTHONHASHSEED": "0"}
        command = [sys.executable, "-m", "tools.prebuild", "--level", level, "--out", str(out)]
        done = subprocess.run(command, env={**os.environ, **chosen}, check=True, stdout=subprocess.PIPE, text=True)
    return list(json.loads(done.stdout))


def main(words: Sequence[str] | None = None) -> None:
    """Build all levels, or one in this process."""
    ask = argparse.ArgumentParser(
        prog="python -m tools.prebuild", description="Build the machine code that is shipped."
    )
    ask.add_argument("--out", type=Path, default=FOLDER, help="where to: a folder, of one level a file")
    ask.add_argument("--level", choices=LEVELS, help="this one alone, as Numba compiles in this process")
    asked = ask.parse_args(words)
    if asked.level:
        print(json.dumps(build(asked.level, asked.out)))
        return
    if lacks := set(LEVELS) - set(levels()):
        ask.error(f"this processor lacks {', '.join(sorted(lacks))}")
    asked.out.mkdir(parents=True, exist_ok=True)
    stamp = build_all(asked.out)
    for level in stamp.objects:
        print(f"{level}: {(asked.out / f'{level}.o').stat().st_size} bytes, {len(stamp.entries)} functions")


if __name__ == "__main__":
    main()
