"""Logs written by hand."""

from guardship.occurrences import Occurrence
from guardship.outcomes.log import Entry

SHIP, OTHER, HELICOPTER, MERCHANT, PIRATE = range(5)


def line(
    t: float,
    kind: str,
    actor: int,
    object: int = -1,
    report: int = 0,
    voyage: int = -1,
    attack: int = -1,
    reason: int = 0,
) -> Entry:
    return Entry(t, 0, Occurrence(kind), actor, object, 0, 0, report, voyage, attack, reason)
