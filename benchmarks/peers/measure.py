"""Peers measured by turns on one theatre: each round runs them all, and the least processor time of each counts."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.peers.cells import cells
from benchmarks.peers.exact import exact
from benchmarks.peers.plain_mesa import plain_mesa
from benchmarks.peers.swept import swept
from benchmarks.peers.theatre import DAY, Outcome, Peer, Theatre, trial
from benchmarks.peers.tree import tree

HOUR = 3600.0  # s
GUARDSHIP = "Guardship"


@dataclass(frozen=True, slots=True)
class Contestant:
    """A peer at a step [s]; a slow one runs for fewer days and rounds, and its time is scaled."""

    name: str
    peer: Peer
    step: float
    days: float = float("inf")
    rounds: int = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured: seconds for the whole theatre, contacts in the days that were run."""

    peer: str
    theatre: str
    step_s: float
    days: float
    seconds: float
    contacts: int
    interceptions: int
    held_h: float
    missed: float | None  # share of Guardship's contacts of the same days
    ratio: float  # the seconds over Guardship's


MESA = Contestant("plain Mesa", plain_mesa, 60.0, rounds=1)
TREE = Contestant("NumPy and cKDTree", tree, 60.0, rounds=1)
CELLS = Contestant("Numba, cell list", cells, 60.0)
SWEPT = tuple(Contestant("Numba, swept", swept, step) for step in (60.0, 600.0, 3600.0))
EXACT = Contestant(GUARDSHIP, exact, 0.0)
ALL = (MESA, TREE, CELLS, *SWEPT, EXACT)


def measure(theatre: Theatre, contestants: Sequence[Contestant], rounds: int) -> list[Row]:
    """Rows in the order of the contestants; the last one of them has to be Guardship."""
    assert contestants[-1].name == GUARDSHIP
    best = [float("inf")] * len(contestants)
    found: list[Outcome | None] = [None] * len(contestants)
    parts = [theatre.within(one.days * DAY) for one in contestants]
    small = trial(100, 1.0)
    for one in contestants:
        one.peer(small, one.step / HOUR)()  # compiled and loaded
    for turn in range(rounds):
        for k, one in enumerate(contestants):
            if turn < one.rounds:
                ready = one.peer(parts[k], one.step / HOUR)
                start = time.process_time()
                found[k] = ready()
                best[k] = min(best[k], max(time.process_time() - start, 1e-6))
    truth = {part.hours: exact(part)().contacts for part in parts}
    scaled = [s * theatre.hours / part.hours for s, part in zip(best, parts, strict=True)]
    return [
        Row(
            one.name,
            theatre.name,
            one.step,
            part.hours / DAY,
            seconds,
            got.contacts,
            got.interceptions,
            got.held,
            1.0 - got.contacts / max(truth[part.hours], 1),
            seconds / scaled[-1],
        )
        for one, part, seconds, got in zip(contestants, parts, scaled, found, strict=True)
        if got is not None
    ]


def table(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    days = max(row.days for row in rows)
    lines = [
        f"| peer, {days:g} days | theatre | step | seconds | ratio | contacts | missed | taken | held |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        step = f"{row.step_s:g} s" if row.step_s else "events"
        part = "" if row.days == days else f" (scaled from {row.days:g} days)"
        lines.append(
            f"| {row.peer} | {row.theatre} | {step} | {row.seconds:.3g}{part} | {_three(row.ratio)} | {row.contacts} "
            f"| {'' if row.missed is None else format(row.missed, '.2%')} | {row.interceptions} | {row.held_h:.1f} h |"
        )
    return "\n".join(lines)


def _three(x: float) -> str:
    """Three digits, no exponent."""
    return f"{x:.0f}" if x >= 100.0 else f"{x:.3g}"
