"""`python -m tools.trials KIND --checkout FOLDER --out FILE.jsonl` and `python -m tools.trials report BEFORE --after AFTER`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.trials import checkout, records
from tools.trials.checkout import HERE

KINDS = {
    "hostile": 0,
    "scenarios": 200,
    "kills": 20,
    "surroundings": 0,
    "stranger": 0,
}  # and how many, where they are drawn


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m tools.trials", description=__doc__)
    kinds = made.add_subparsers(dest="kind", required=True)
    for kind, number in KINDS.items():
        one = kinds.add_parser(kind)
        one.add_argument(
            "--checkout", type=Path, default=HERE, help="with an environment of its own; default: this one"
        )
        one.add_argument("--out", type=Path, required=True, help="JSON lines; it is begun anew")
        one.add_argument("--only", default="", help="families whose names hold this")
        one.add_argument("--every", type=int, default=1, help="only each so manieth trial")
        one.add_argument("--other", type=Path, help="a checkout of another version, whose stores are read too")
        one.add_argument("--count", type=int, default=number, help="how many, where they are drawn")
    report = kinds.add_parser("report")
    report.add_argument("before", type=Path, nargs="+")
    report.add_argument("--after", type=Path, nargs="*", default=[])
    report.add_argument("--common", action="store_true", help="only trials that are in both, before and after")
    report.add_argument("--failures", action="store_true", help="a line for each trial that is not right")
    return made


def report(given: argparse.Namespace) -> int:
    """Tables of what is there."""
    before, after = records.read(given.before), records.read(given.after)
    if given.common:
        before, after = records.common(before, after)
    lines = records.before_and_after(before, after) if after else records.summary(before)
    print("\n".join(lines))
    if given.failures:
        print("\n".join(records.failures(after or before)))
    return 0


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 when all is right, 1 when something is not."""
    given = parser().parse_args(arguments)
    if given.kind == "report":
        return report(given)
    for name in ("checkout", "out"):
        setattr(given, name, getattr(given, name).absolute())
    checkout.again(given.checkout, arguments)
    from importlib import import_module

    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text("")
    found = []
    for record in import_module(f"tools.trials.{given.kind}.campaign").tried(given):
        records.append(given.out, record)
        found.append(record)
    print("\n".join(records.summary(found)))
    return int(any(r.faults for r in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
