"""Measures two versions by turns: `uv run python -m benchmarks.alternate BASE HEAD --out FOLDER [-- -k square]`.

BASE and HEAD are checkouts in which `uv sync` was run. The benchmarks and scenarios are those of HEAD for both, so that
the same is measured; what BASE cannot do is reported as only in head. What follows `--` is handed to pytest.
Writes base-1.json, head-1.json, ... and table.md (`benchmarks.compare`) into the folder.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import compare

ROUNDS = 2
USAGE = "%(prog)s BASE HEAD --out FOLDER [--rounds N] [-- options of pytest]"
FINISHED = (0, 1)  # exit codes of pytest after which there are results: all or not all have passed


def measure(version: Path, head: Path, out: Path, options: Sequence[str]) -> None:
    """Run the benchmarks of `head` with the package of `version`. Raises ValueError when that gives no results."""
    python = version.absolute() / ".venv" / "bin" / "python"
    if not python.exists():
        raise ValueError(f"{version}: has no .venv; run `uv sync` there")
    command = [str(python), "-m", "pytest", "benchmarks", "--continue-on-collection-errors", *options]
    command.append(f"--benchmark-json={out.absolute()}")
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV")}
    code = subprocess.run(command, cwd=head, env=clean, check=False).returncode
    if code not in FINISHED or not out.exists():
        raise ValueError(f"{version}: pytest gave no results")


def alternate(base: Path, head: Path, out: Path, rounds: int, options: Sequence[str]) -> list[Path]:
    """The files of base and head by turns; every other round begins with head."""
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for turn in range(1, rounds + 1):
        sides = {"base": base, "head": head}
        for side in sides if turn % 2 else reversed(sides):
            measure(sides[side], head, out / f"{side}-{turn}.json", options)
        files += [out / f"{side}-{turn}.json" for side in sides]
    return files


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 when a version gives no results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alternate", description=__doc__, usage=USAGE)
    parser.add_argument("base", type=Path)
    parser.add_argument("head", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    told = list(sys.argv[1:] if arguments is None else arguments)
    at = told.index("--") if "--" in told else len(told)
    given, options = parser.parse_args(told[:at]), told[at + 1 :]
    try:
        files = alternate(given.base, given.head, given.out, given.rounds, options)
        sides = (compare.best([compare.read(file) for file in files[k::2]]) for k in (0, 1))
        (given.out / "table.md").write_text("\n".join(compare.markdown(*sides)) + "\n")
    except ValueError as error:
        print(f"alternate: {error}", file=sys.stderr)
        return 2
    print((given.out / "table.md").read_text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
