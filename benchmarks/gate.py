"""Fails when the work of a run grows: `uv run python -m benchmarks.gate`.

Counters of work are compared with those in `work.json`: they are exact, and do not depend on the machine. Times are
compared as ratios to a reference kernel that is measured in between (`benchmarks.reference`).
Exit: 0 when nothing has grown beyond what is allowed, 1 when something has, 2 when it cannot be said.
"""

import argparse
import gc
import json
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from math import inf, isfinite
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.subjects import COUNTED, TIMED, Timed
from guardship.run.folder import fingerprint
from guardship.warm import warm

WORK = Path(__file__).with_name("work.json")
TOLERANCE = 0.02  # of a counter: another processor rounds differently, and one detection more changes what follows
SLACK = 10  # counts: of what happens seldom, 2 % is less than one
GROWTH = 1.5  # of a ratio: single attempts at equal runs reach 1.4 times their median (benchmarks/README.md)
ATTEMPTS = 4  # at a time that seems to have grown; the least counts
UPDATES = 5  # attempts for a new ratio; the median counts

type Counts = dict[str, dict[str, int]]
type Ratios = dict[str, float]


@dataclass(frozen=True, slots=True)
class Work:
    """Counters by subject and name, and ratios of times by subject."""

    counters: Counts
    ratios: Ratios


class Line(NamedTuple):
    """One comparison: what was, what is, what is allowed, and whether that is worse, better, new or gone."""

    subject: str
    counter: str
    was: float
    now: float
    allowed: float
    verdict: str


# ---- the file -----------------------------------------------------------------------------------


def read(path: Path) -> Work:
    """What was committed. Raises ValueError, saying what is wrong."""
    try:
        found = json.loads(path.read_text())
        counters = {s: {name: _number(n) for name, n in of.items()} for s, of in found["counters"].items()}
        ratios = {s: _number(ratio) for s, ratio in found["ratios"].items()}
    except FileNotFoundError:
        raise ValueError(f"{path}: is not there; make it with --update") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: cannot be read as counters and ratios ({error}); renew it with --update") from None
    return Work(counters, ratios)


def half(work: Work, only: str | None) -> Work:
    """Counters or times alone, or all of it."""
    return Work({} if only == "times" else work.counters, {} if only == "counters" else work.ratios)


def _number[N: (int, float)](n: N) -> N:
    if isinstance(n, bool) or not isinstance(n, int | float) or not isfinite(n) or n < 0:
        raise ValueError(f"want a number from 0 on, got {n!r}")
    return n


def written(work: Work) -> str:
    """The file's text."""
    made_with = fingerprint() | {"python": platform.python_version(), "numba": version("numba")}
    said = {"counters": work.counters, "ratios": work.ratios, "measured_with": made_with}
    return json.dumps(said, indent=1) + "\n"


# ---- counters -----------------------------------------------------------------------------------


def count() -> Counts:
    """The work of every subject."""
    return {subject: dict(counted()) for subject, counted in COUNTED.items()}


def grown(was: Counts, now: Counts) -> list[Line]:
    """The counters that are not what they were, those that have grown too much as `worse`."""
    lines = []
    for subject in {**was, **now}:
        old, new = was.get(subject, {}), now.get(subject, {})
        for counter in {**old, **new}:
            if counter not in new or counter not in old:
                verdict = "new" if counter in new else "gone"
                lines.append(Line(subject, counter, old.get(counter, 0), new.get(counter, 0), 0, verdict))
                continue
            allowed = max(old[counter] * (1.0 + TOLERANCE), old[counter] + SLACK)
            if new[counter] != old[counter]:
                verdict = "worse" if new[counter] > allowed else "more" if new[counter] > old[counter] else "better"
                lines.append(Line(subject, counter, old[counter], new[counter], allowed, verdict))
    return lines


# ---- times --------------------------------------------------------------------------------------


def seconds(work: Callable[[], float]) -> float:
    """The processor's seconds for some work: waiting for a busy neighbour does not count."""
    begin = time.thread_time()
    work()
    return time.thread_time() - begin


def attempt(timed: Timed) -> Ratios:
    """Least times over the least of their references, measured in turn."""
    once, best = timed.prepare(), dict.fromkeys(timed.against, inf)
    references: dict[Callable[[], float], float] = {f: inf for of in timed.against.values() for f in of}
    for work in (once, *references):
        work()
    for _ in range(timed.rounds):
        references = {f: min(least, *(seconds(f) for _ in range(3))) for f, least in references.items()}
        gc.collect()
        for name, spent in once().items():
            best[name] = min(best[name], spent)
    return {name: best[name] / sum(references[f] for f in of) for name, of in timed.against.items()}


def ratios(was: Ratios) -> Ratios:
    """Every ratio; one that seems to have grown is measured again, and the least is taken."""
    found: Ratios = {}
    for timed in TIMED:
        least = attempt(timed)
        for _ in range(ATTEMPTS - 1):
            if all(least[name] <= GROWTH * was.get(name, inf) for name in least):
                break
            again = attempt(timed)
            least = {name: min(least[name], again[name]) for name in least}
        found |= least
    return found


def fresh() -> Ratios:
    """Ratios to be kept: the median of some attempts."""
    tries = [[attempt(timed) for _ in range(UPDATES)] for timed in TIMED]
    return {name: round(median(one[name] for one in of), 4) for of in tries for name in of[0]}


def slower(was: Ratios, now: Ratios) -> list[Line]:
    """All ratios, those that have grown too much as `worse`."""
    lines = []
    for name in {**was, **now}:
        if name not in now or name not in was:
            lines.append(
                Line(name, "time", was.get(name, 0.0), now.get(name, 0.0), 0.0, "new" if name in now else "gone")
            )
            continue
        allowed = GROWTH * was[name]
        lines.append(Line(name, "time", was[name], now[name], allowed, "worse" if now[name] > allowed else ""))
    return lines


# ---- telling ------------------------------------------------------------------------------------

FAILS = ("worse", "new", "gone")


def table(lines: Sequence[Line]) -> Iterator[str]:
    """The lines, in columns."""
    rows: list[tuple[str, ...]] = [("subject", "counter", "was", "is", "growth", "allowed", "")]
    for line in lines:
        numbers = (_short(line.was), _short(line.now), f"{line.now / line.was - 1.0:+.1%}" if line.was else "")
        rows.append((line.subject, line.counter, *numbers, _short(line.allowed), line.verdict))
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        left = (text.ljust(w) for text, w in zip(row[:2], wide[:2], strict=True))
        right = (text.rjust(w) for text, w in zip(row[2:6], wide[2:6], strict=True))
        yield "  ".join((*left, *right, row[6])).rstrip()


def _short(n: float) -> str:
    return f"{n:.0f}" if isinstance(n, int) or n > 200 else f"{n:.3f}"


def verdict(lines: Sequence[Line]) -> str:
    """What follows, in a sentence."""
    worse, unknown = (sum(line.verdict in kinds for line in lines) for kinds in (("worse",), ("new", "gone")))
    if worse or unknown:
        found = [f"{worse} grew beyond what is allowed"] * bool(worse) + [f"{unknown} new or gone"] * bool(unknown)
        return f"failed: {', '.join(found)}. If that is meant, renew with --update and say why in the commit."
    if any(line.verdict == "better" for line in lines):
        return "passed; better in part: renew with --update, so that it stays so."
    return "passed."


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK, help="the file to compare with (default: %(default)s)")
    parser.add_argument("--update", action="store_true", help="write that file anew")
    parser.add_argument("--json", type=Path, help="write what was found to this file")
    parser.add_argument("--only", choices=["counters", "times"], help="counters may be counted on a busy machine")
    given = parser.parse_args(arguments)
    if given.update and given.only:
        parser.error("--update writes counters and times: not with --only")
    try:
        return _gate(given.work, given.update, given.json, given.only)
    except (ValueError, OSError) as error:
        print(f"gate: {error}", file=sys.stderr)
        return 2


def _gate(path: Path, update: bool, out: Path | None, only: str | None = None) -> int:
    was = None if update else half(read(path), only)
    warm()
    counters = {} if only == "times" else count()
    now = Work(counters, {} if only == "counters" else fresh() if was is None else ratios(was.ratios))
    if was is None:
        path.write_text(written(now))
        print(f"{path}: {sum(map(len, now.counters.values()))} counters, {len(now.ratios)} ratios")
        return 0
    lines = grown(was.counters, now.counters) + slower(was.ratios, now.ratios)
    passed = not any(line.verdict in FAILS for line in lines)
    print("\n".join(table(lines)))
    print(f"{sum(map(len, now.counters.values()))} counters, {len(now.ratios)} times: {verdict(lines)}")
    if out is not None:
        said: dict[str, Any] = {"passed": passed, "lines": [line._asdict() for line in lines]}
        out.write_text(json.dumps(said | json.loads(written(now)), indent=1) + "\n")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
