"""Movement as way-points of whole numbers: what is between two of them is straight.

A series is one thing that moves: a vessel, or what somebody believes of one. A jump is two way-points at one instant.
Nothing is stepped: whoever wants a place at an instant looks for the two way-points about it.
"""

import gzip
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow

type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]

CELL = 10_000  # cells a nautical mile: 0.19 m
FINEST = 360_000  # ticks an hour: 1/100 s
MOST = 2**31 - 1  # what a whole number of the page holds
GONE = -1  # a mark: from this way-point to the next it is not there
APART = 2.0  # cells between the end of a leg and the beginning of the next, from which on it is a jump


class Ways(NamedTuple):
    """Way-points of many series, one series after the other, in order of time: columns (n,).

    `counts`: of each series how many are its own. `t` [ticks], `x`, `y` [cells], `mark`: what is said of the stretch
    from here to the next one, `GONE` for nothing there.
    """

    counts: Ints
    t: Ints
    x: Ints
    y: Ints
    mark: Ints

    @property
    def columns(self) -> tuple[Ints, Ints, Ints, Ints]:
        """The way-points."""
        return self.t, self.x, self.y, self.mark


def ticks(hours: float) -> int:
    """Ticks an hour: 1/100 s, coarser in a run so long that its end would be no number of the page."""
    return min(FINEST, int(MOST // max(hours, 1.0)))


def of_legs(legs: "pyarrow.Table", vessels: Sequence[str], hours: float) -> Ways:
    """The way-points of vessels, in their order. `legs`: as legs.parquet has them; a leg ends where the next begins."""
    own, gone = codes(legs["vessel"], vessels), codes(legs["mode"], ("gone",)) == 0
    t, x, y, vx, vy = (legs[name].to_numpy() for name in ("t", "x", "y", "vx", "vy"))
    order = np.lexsort((np.arange(len(t)), t, own))
    own, gone, t, x, y, vx, vy = (column[order] for column in (own, gone, t, x, y, vx, vy))
    a = ticks(hours)
    kept = np.r_[np.diff(own) != 0, True][: len(t)] | (np.diff(np.rint(t * a), append=np.inf) != 0)
    own, gone, t, x, y, vx, vy = (column[kept] for column in (own, gone, t, x, y, vx, vy))
    last = np.r_[np.diff(own) != 0, True][: len(t)]
    end = np.where(last, hours, np.r_[t[1:], hours][: len(t)])
    ex, ey = x + vx * (end - t), y + vy * (end - t)
    off = np.hypot(np.r_[x[1:], 0.0][: len(t)] - ex, np.r_[y[1:], 0.0][: len(t)] - ey) * CELL
    closed = last | (off > APART)  # legs with a way-point of their own for their end
    at = np.arange(len(t)) + np.cumsum(closed) - closed
    ways = np.zeros((5, len(t) + int(closed.sum())), np.int64)
    mark = np.where(gone, GONE, 0)
    ways[:, at] = own, np.rint(t * a), np.rint(x * CELL), np.rint(y * CELL), mark
    ends = own, np.rint(end * a), np.rint(ex * CELL), np.rint(ey * CELL), mark
    ways[:, at[closed] + 1] = [column[closed] for column in ends]
    return Ways(np.bincount(ways[0], minlength=len(vessels)), *ways[1:])


def place(ways: Ways, k: int, t: float, hours: float) -> tuple[float, float] | None:
    """Where series k is at t [h], in nm, by the rule of the page; None when it is not there."""
    begin = int(ways.counts[:k].sum())
    return _place(ways, slice(begin, begin + int(ways.counts[k])), t * ticks(hours))


def places(ways: Ways, t: float, hours: float) -> list[tuple[float, float] | None]:
    """The same of each series."""
    ends = np.cumsum(ways.counts).tolist()
    return [_place(ways, slice(a, b), t * ticks(hours)) for a, b in zip([0, *ends[:-1]], ends, strict=True)]


def _place(ways: Ways, own: slice, now: float) -> tuple[float, float] | None:
    times = ways.t[own]
    if not len(times) or now < times[0] or now > times[-1]:
        return None
    lo = min(int(np.searchsorted(times, now, side="right")) - 1, len(times) - 2)
    if ways.mark[own][lo] < 0:
        return None
    f = (now - times[lo]) / max(times[lo + 1] - times[lo], 1)
    x, y = (float(c[own][lo] + f * (c[own][lo + 1] - c[own][lo])) / CELL for c in (ways.x, ways.y))
    return x, y


def parting(a: Ways, b: Ways, names: tuple[Sequence[str], Sequence[str]], hours: float) -> tuple[float, str] | None:
    """When [h] two runs of one seed first differ, and in whose movement; None when they never do.

    A vessel that only one of them has parts them when it first appears.
    """
    best: tuple[int, str] | None = None
    sides = [_spans(ways, who) for ways, who in zip((a, b), names, strict=True)]
    for name in sorted({*sides[0], *sides[1]}):
        one, other = (side.get(name, np.zeros((0, 4), np.int64)) for side in sides)
        n = min(len(one), len(other))
        unlike = np.flatnonzero((one[:n] != other[:n]).any(axis=1))
        k = int(unlike[0]) if len(unlike) else n
        rest = [int(side[k, 0]) for side in (one, other) if k < len(side)]
        if rest and (best is None or min(rest) < best[0]):
            best = min(rest), name
    return best and (best[0] / ticks(hours), best[1])


def _spans(ways: Ways, names: Sequence[str]) -> dict[str, Ints]:
    """The way-points of each series that has any, by name."""
    rows = np.column_stack(ways.columns)
    parts = np.split(rows, np.cumsum(ways.counts)[:-1])
    return {name: part for name, part in zip(names, parts, strict=True) if len(part)}


# ---- numbers as bytes ---------------------------------------------------------------------------


def packed(columns: Sequence[Ints]) -> bytes:
    """Columns of one length as bytes: of each the differences, signs folded in, bytes of one weight together, gzip.

    Raises ValueError for a difference that needs more than 32 bits.
    """
    parts = []
    for column in columns:
        step = np.diff(column.astype(np.int64), prepend=0).astype(np.int64)
        folded = ((step << 1) ^ (step >> 63)).astype(np.uint64)
        if folded.max(initial=0) >= 2**32:
            raise ValueError("a column with a step of more than 32 bits")
        parts.append(folded.astype("<u4").view(np.uint8).reshape(-1, 4).T.tobytes())
    return gzip.compress(b"".join(parts), 9, mtime=0)


def unpacked(content: bytes, columns: int) -> list[Ints]:
    """The columns again; the page does the same."""
    planes = np.frombuffer(gzip.decompress(content), np.uint8).reshape(columns, 4, -1)
    folded = planes.transpose(0, 2, 1).copy().view("<u4")[:, :, 0].astype(np.int64)
    return list(np.cumsum((folded >> 1) ^ -(folded & 1), axis=1))


def codes(column: "pyarrow.ChunkedArray", names: Sequence[str]) -> Ints:
    """Of each value its number among names, -1 for another or none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.index_in(column.cast(pa.string()), value_set=pa.array(names, pa.string()))
    return np.asarray(pc.fill_null(found, -1), np.int64)
