"""What flights bring in: ships identified and reports of each, as air arms publish them (GOA-100, GOA-101)."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from guardship.occurrences import Occurrence

if TYPE_CHECKING:
    from pandas import DataFrame


class Flight(NamedTuple):
    """From take-off to landing [h]; a flight that is under way when the log ends is not one.

    `identified`: contacts identified; `from_field`: boats of fields identified that never became vessels; `reports`:
    suspicious contacts reported, once each; `noted`: boats of fields passed on as information, to which nobody is sent.
    """

    unit: str
    takeoff: float
    landed: float
    identified: int
    from_field: int
    reports: int
    noted: int = 0

    @property
    def hours(self) -> float:
        """In the air."""
        return self.landed - self.takeoff


def flights(
    events: "DataFrame",
    units: Iterable[str],
    from_field: Callable[[str, float, float, int], tuple[int, int]] | None = None,
) -> list[Flight]:
    """The flights of some units from the log of events, unit by unit in order of time.

    `from_field(unit, begin, end, n)`: how many boats the n-th flight of a unit has identified that were no vessels, and
    how many of these it has passed on.
    """
    found = []
    for unit in units:
        own = events[events["actor"] == unit]
        begin, seen, reported, n = None, 0, set[int](), 0
        for e in own.itertuples():
            if e.kind == Occurrence.TAKEOFF:
                begin, seen, reported = e.t, 0, set()
            elif e.kind == Occurrence.CONTACT_IDENTIFIED:
                seen += 1
            elif e.kind == Occurrence.REPORT:
                reported.add(e.contact)
            elif e.kind == Occurrence.LANDED and begin is not None:
                more, noted = from_field(unit, begin, e.t, n) if from_field is not None else (0, 0)
                found.append(Flight(unit, begin, e.t, seen, more, len(reported), noted))
                begin, n = None, n + 1
    return found
