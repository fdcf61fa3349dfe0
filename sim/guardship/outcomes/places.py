"""Where it happened: first contacts, attacks, voyages that were stopped, cargoes that were landed.

One row for each, with its place on the plane [nm]. All of it follows from opportunities, attacks, voyages and legs, so
it is made where it is asked for and not written beside them.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guardship.core.kernels import state as s
from guardship.outcomes.opportunities import Opportunity
from guardship.outcomes.voyages import Attack, Outcome, Voyage

if TYPE_CHECKING:
    import pyarrow

type Floats = NDArray[np.float64]

COLUMNS = ("kind", "t", "x", "y", "voyage", "holder", "became", "counted")


class Place(NamedTuple):
    """`kind`: `contact` (the first of an opportunity), `attack`, `stopped` or `landed`.

    `became`: the stage at which the opportunity ended, the outcome of the attack, the cause of the voyage's end;
    `counted`: whether it lies in the measuring window.
    """

    kind: str
    t: float
    x: float
    y: float
    voyage: int
    holder: str | None
    became: str
    counted: bool


class Event(NamedTuple):
    """What a vessel (`row`) had a part in; its place is looked up."""

    row: int
    t: float
    kind: str
    voyage: int
    holder: str | None
    became: str
    counted: bool


def places(
    found: Sequence[Opportunity],
    voyages: Sequence[Voyage],
    attacks: Sequence[Attack],
    legs: Any,
    holders: Sequence[str],
) -> list[Place]:
    """All places of a run in order of time; `legs` as the ocean has them, `holders` by number."""
    rows = [Place("attack", a.time, a.x, a.y, a.voyage, None, str(a.outcome), a.counted) for a in attacks]
    events = [*_contacts(found, voyages, holders), *_ends(voyages)]
    x, y = positions(legs, [e.row for e in events], [e.t for e in events])
    rows += [
        Place(e.kind, e.t, px, py, e.voyage, e.holder, e.became, e.counted)
        for e, px, py in zip(events, x.tolist(), y.tolist(), strict=True)
        if px == px
    ]
    return sorted(rows, key=lambda row: (row.t, row.kind, row.voyage))


def _contacts(found: Sequence[Opportunity], voyages: Sequence[Voyage], holders: Sequence[str]) -> Iterator[Event]:
    for one in found:
        if one.seen is not None and one.target >= 0:
            holder = holders[one.holder] if one.holder >= 0 else None
            counted = voyages[one.voyage].counted
            yield Event(one.target, one.seen, "contact", one.voyage, holder, one.stage.label, counted)


def _ends(voyages: Sequence[Voyage]) -> Iterator[Event]:
    for v in voyages:
        if v.ended is not None and (v.outcome is Outcome.STOPPED or _landed(v)):
            kind = "landed" if _landed(v) else "stopped"
            yield Event(v.group, v.ended, kind, v.number, None, v.cause.name.lower() if v.cause else "", v.counted)


def positions(legs: Any, rows: Sequence[int], times: Sequence[float]) -> tuple[Floats, Floats]:
    """Where the vessels (n,) were at these times [h] (n,), on the plane [nm], also where they have just gone; nan for
    one that had not appeared."""
    row, t = np.array(rows, np.int64), np.array(times, float)
    near = legs[np.isin(legs["row"], row) & (legs["mode"] != s.ABSENT)]
    near = near[np.argsort(near["row"], kind="stable")]
    if not len(row) or not len(near):
        return np.full(len(row), np.nan), np.full(len(row), np.nan)
    span = 1.0 + max(float(near["t"].max()), float(t.max()))  # so that row and time make one key that grows
    k = np.searchsorted(near["row"] * span + near["t"], row * span + t, side="right") - 1
    leg = near[np.maximum(k, 0)]
    hours = np.where((k >= 0) & (leg["row"] == row), t - leg["t"], np.nan)
    return leg["x"] + leg["vx"] * hours, leg["y"] + leg["vy"] * hours


def _landed(voyage: Voyage) -> bool:
    return voyage.cargo is not None and voyage.outcome is Outcome.SUCCEEDED


def table(rows: Sequence[Place]) -> "pyarrow.Table":
    """The rows as a table."""
    import pyarrow as pa

    kinds = [pa.string(), *[pa.float64()] * 3, pa.int64(), pa.string(), pa.string(), pa.bool_()]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    return pa.table({name: pa.array(c, kind) for name, kind, c in zip(COLUMNS, kinds, columns, strict=True)})
