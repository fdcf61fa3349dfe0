"""Checks of a run folder: what enterprises lose, and what they stay ashore for."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from guardship.occurrences import Occurrence

if TYPE_CHECKING:
    from pandas import DataFrame

LOST = (Occurrence.GEAR_LOST, Occurrence.MOTHER_SHIP_LOST)
STOPS = (Occurrence.DETAINED, Occurrence.RELEASED)


def lost_without_cause(events: "DataFrame", strikes: Collection[float]) -> list[str]:
    """Things that are lost otherwise than by a stop of the voyage or a strike, by the times of strikes [h]; groups that
    want for things and have lost none."""
    findings, stopped, poor = list[str](), set[tuple[float, str, int, str]](), set[str]()
    kinds = events["kind"].isin([*LOST, *STOPS]) | (events["reason"] == "not_equipped")
    for e in events[kinds].itertuples():
        where = f"{e.actor} at {e.t:.6f} h"
        if e.kind in STOPS:
            stopped.add((e.t, e.actor, e.voyage, e.kind))
        elif e.kind in LOST:
            poor.add(e.actor)
            struck = e.reason == "struck" and e.voyage < 0 and e.t in strikes
            if not struck and (e.t, e.actor, e.voyage, e.reason) not in stopped:
                findings.append(f"{e.kind} without a stop or a strike: {where}")
        elif e.actor not in poor:
            findings.append(f"not equipped, and has lost nothing: {where}")
    return findings
