"""Where it happened: first contacts, attacks, voyages that were stopped, cargoes that were landed.

One row for each, with its place on the plane [nm]. All of it follows from opportunities, attacks, voyages and legs, so
it is made where it is asked for and not written beside them.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from guardship.core.kernels import state as s
from guardship.outcomes.opportunities import LABELS, Opportunity
from guardship.outcomes.voyages import Attack, Outcome, Voyage

if TYPE_CHECKING:
    import pyarrow

type Floats = NDArray[np.float64]
type Event = tuple[int, float, int, int, int, str, bool]
"""Kind, t [h], row, voyage, holder (-1 for none), what became of it, whether it counts; its place is looked up."""

KINDS = ("attack", "contact", "landed", "stopped")  # in the order in which rows of one instant stand
ATTACK, CONTACT, LANDED, STOPPED = range(len(KINDS))


def table(
    found: Sequence[Opportunity],
    voyages: Sequence[Voyage],
    attacks: Sequence[Attack],
    legs: Any,
    holders: Sequence[str],
) -> "pyarrow.Table":
    """All places of a run in order of time; `legs` as the ocean has them, `holders` by number.

    `kind`: `contact` (the first of an opportunity), `attack`, `stopped` or `landed`; t [h], x, y [nm]; `became`: the
    stage at which the opportunity ended, the outcome of the attack, the cause of the voyage's end; `counted`: whether
    it lies in the measuring window.
    """
    import pyarrow as pa

    struck: list[Event] = [(ATTACK, a.time, a.prey, a.voyage, -1, str(a.outcome), a.counted) for a in attacks]
    events = [*struck, *_contacts(found, voyages), *_ends(voyages)]
    kind, t, row, voyage, holder, became, counted = zip(*events, strict=True) if events else ((),) * 7
    x, y = positions(legs, row[len(struck) :], t[len(struck) :])
    x, y = np.concatenate([[a.x for a in attacks], x]), np.concatenate([[a.y for a in attacks], y])
    order = np.lexsort((voyage, kind, t))
    order = order[~np.isnan(x[order])]
    told = np.array(holder, np.int64)[order]
    return pa.table(
        {
            "kind": pa.array(KINDS, pa.string()).take(pa.array(np.array(kind, np.int64)[order])),
            "t": np.array(t, np.float64)[order],
            "x": x[order],
            "y": y[order],
            "voyage": np.array(voyage, np.int64)[order],
            "holder": pa.array(list(holders), pa.string()).take(pa.array(told, mask=told < 0)),
            "became": pa.array(became, pa.string()).take(pa.array(order)),
            "counted": np.array(counted, np.bool_)[order],
        }
    )


def _contacts(found: Sequence[Opportunity], voyages: Sequence[Voyage]) -> Iterator[Event]:
    counted = [v.counted for v in voyages]
    for one in found:
        if one.seen is not None and one.target >= 0:
            yield CONTACT, one.seen, one.target, one.voyage, one.holder, LABELS[one.stage], counted[one.voyage]


def _ends(voyages: Sequence[Voyage]) -> Iterator[Event]:
    for v in voyages:
        if v.ended is not None and (v.outcome is Outcome.STOPPED or _landed(v)):
            kind = LANDED if _landed(v) else STOPPED
            yield kind, v.ended, v.group, v.number, -1, v.cause.name.lower() if v.cause else "", v.counted


def positions(legs: Any, rows: Sequence[int], times: Sequence[float]) -> tuple[Floats, Floats]:
    """Where the vessels (n,) were at these times [h] (n,), on the plane [nm], also where they have just gone; nan for
    one that had not appeared."""
    row, t = np.array(rows, np.int64), np.array(times, float)
    near = legs[np.isin(legs["row"], row)]
    near = near[near["mode"] != s.ABSENT]
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
