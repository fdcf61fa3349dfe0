"""Two versions side by side: `uv run python -m benchmarks.compare BASE.json HEAD.json [BASE.json HEAD.json ...]`.

Takes files of `--benchmark-json`, one of each version by turns, and prints a table in Markdown: least times of all
files of a version, their ratio, and counters of work that are not the same. Exit: 0, or 2 for files that
it cannot read.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, isfinite, log
from pathlib import Path
from statistics import mean
from typing import Any

NOISE = 0.10  # minima of equal runs on a shared machine differ by up to this much
RATES = ("per_s", "efficiency")  # in the names of what is better when it is more
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (0.0, "ns"))


@dataclass(frozen=True, slots=True)
class Found:
    """One benchmark in one version: least time [s], what else was measured, exact counters."""

    group: str
    name: str
    seconds: float
    measured: dict[str, float]
    counters: dict[str, int]


type Benchmarks = dict[str, Found]


def read(path: Path) -> Benchmarks:
    """The benchmarks of a file by full name. Raises ValueError, saying what is wrong."""
    try:
        return {one["fullname"]: _found(one) for one in json.loads(path.read_text())["benchmarks"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: not what --benchmark-json writes ({type(error).__name__}: {error})") from None


def _found(one: dict[str, Any]) -> Found:
    seconds, extra = float(one["stats"]["min"]), one["extra_info"]
    if not isfinite(seconds) or seconds <= 0.0:
        raise ValueError(f"a time of {seconds} s")
    measured = {key: value for key, value in extra.items() if isinstance(value, float)}
    counters = {key: value for key, value in extra.items() if isinstance(value, int)}
    return Found(one["group"] or "", one["name"].removeprefix("test_"), seconds, measured, counters)


def best(rounds: Sequence[Benchmarks]) -> Benchmarks:
    """Of several files of one version the least times, and the most of what is a rate."""
    made: Benchmarks = {}
    for found in rounds:
        for key, new in found.items():
            old = made.get(key, new)
            measured = old.measured | new.measured
            for name in old.measured.keys() & new.measured.keys():
                measured[name] = (max if rate(name) else min)(old.measured[name], new.measured[name])
            made[key] = Found(new.group, new.name, min(old.seconds, new.seconds), measured, old.counters | new.counters)
    return made


def rate(name: str) -> bool:
    """Whether more of it is better."""
    return any(word in name for word in RATES)


# ---- the table ----------------------------------------------------------------------------------

type Row = tuple[str, ...]


def markdown(base: Benchmarks, head: Benchmarks) -> Iterator[str]:
    """The lines of the comparison."""
    both = sorted(base.keys() & head.keys(), key=lambda key: (base[key].group, base[key].name))
    ratios = {key: head[key].seconds / base[key].seconds for key in both}
    yield "### Benchmarks, head over base"
    yield ""
    yield f"{len(both)} of both. Least times; ratios within {NOISE:.0%} of 1 are noise."
    for side, other, name in ((head, base, "head"), (base, head, "base")):
        if lone := sorted(side[key].name for key in side.keys() - other.keys()):
            yield f"Only in {name}: {', '.join(lone)}."
    yield ""
    yield from _table(("group", "benchmarks", "ratio, geometric mean"), _groups(base, ratios))
    apart = [key for key in both if abs(ratios[key] - 1.0) > NOISE]
    yield f"**{len(apart)} differ by more than {NOISE:.0%}**" if apart else "None differs by more."
    yield ""
    yield from _table(HEADS, [row for key in apart for row in _rows(base[key], head[key])])
    changed = [row for key in both for row in _changed(base[key], head[key])]
    yield f"**{len(changed)} counters of work have changed**" if changed else "No counter of work has changed."
    yield ""
    yield from _table(("benchmark", "counter", "base", "head", "growth"), changed)
    yield "<details><summary>All benchmarks</summary>"
    yield ""
    yield from _table(HEADS, [row for key in both for row in _rows(base[key], head[key])])
    yield "</details>"


HEADS = ("benchmark", "base", "head", "ratio")


def _groups(base: Benchmarks, ratios: dict[str, float]) -> list[Row]:
    of: dict[str, list[float]] = {}
    for key, ratio in ratios.items():
        of.setdefault(base[key].group, []).append(ratio)
    return [(group, str(len(own)), f"{exp(mean(map(log, own))):.2f}") for group, own in of.items()]


def _rows(base: Found, head: Found) -> Iterator[Row]:
    """The time, and below it what else was measured."""
    yield f"{base.group}: {base.name}", _time(base.seconds), _time(head.seconds), f"{head.seconds / base.seconds:.2f}"
    for name in base.measured.keys() & head.measured.keys():
        was, now = base.measured[name], head.measured[name]
        yield f"&emsp;{name}", f"{was:.4g}", f"{now:.4g}", f"{now / was:.2f}" if was else ""


def _changed(base: Found, head: Found) -> Iterator[Row]:
    for name in {**base.counters, **head.counters}:
        was, now = base.counters.get(name), head.counters.get(name)
        if was != now:
            growth = f"{now / was - 1.0:+.1%}" if was and now is not None else ""
            yield f"{base.group}: {base.name}", name, *("" if n is None else str(n) for n in (was, now)), growth


def _time(seconds: float) -> str:
    size, unit = next((size, unit) for size, unit in UNITS if seconds >= size)
    return f"{seconds / (size or 1e-9):.4g} {unit}"


def _table(heads: Row, rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        return
    for row in (heads, ("---", *["---:"] * (len(heads) - 1)), *rows):
        yield f"| {' | '.join(row)} |"
    yield ""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="BASE.json HEAD.json", help="by turns")
    files: list[Path] = parser.parse_args(arguments).files
    try:
        if len(files) % 2:
            raise ValueError(f"want files of base and head by turns, got {len(files)}")
        print("\n".join(markdown(best([read(f) for f in files[::2]]), best([read(f) for f in files[1::2]]))))
    except ValueError as error:
        print(f"compare: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
