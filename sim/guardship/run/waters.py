"""Whose waters they were in which vessels could not be touched."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from guardship.coalition.authority import Waters
from guardship.outcomes.places import positions
from guardship.reasons import Reason
from guardship.run.ended import Ended


def foreign(run: Ended) -> dict[str, Counter[str]]:
    """By outcome and state, how many of the voyages that count have foreign waters as their cause.

    The states are those in whose waters a unit held a vessel of the voyage; where none did, the one state that has
    territorial waters, and nothing where several have. A voyage may count for several.
    """
    concerned = [v for v in run.model.voyages.books.voyages if v.counted and v.cause is Reason.FOREIGN_WATERS]
    if not concerned:
        return {}
    states: defaultdict[int, set[str]] = defaultdict(set)
    for number, state in refused(run):
        states[number].add(state)
    areas = run.model.law.areas if run.model.law is not None else ()
    known = {area.zone.state for area in areas if area.zone.kind is Waters.TERRITORIAL}
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for voyage in concerned:
        found[str(voyage.outcome)].update(states[voyage.number] or (known if len(known) == 1 else ()))
    return dict(found)


def refused(run: Ended) -> Iterator[tuple[int, str]]:
    """The voyage of each vessel that a unit held and might not touch in foreign waters, and whose waters they were."""
    law, lead, foreign = run.model.law, run.roll.lead, int(Reason.FOREIGN_WATERS)
    if law is None:
        return
    entries = run.model.journal.log.entries
    lines = [e for e in entries if e.reason == foreign and e.object >= 0 and lead[e.object] >= 0]
    if not lines:
        return
    voyages = [v for v in run.model.voyages.books.voyages if v.sailed is not None]
    x, y = positions(run.model.ocean.legs(), [e.object for e in lines], [e.time for e in lines])
    for line, a, b in zip(lines, x.tolist(), y.tolist(), strict=True):
        for v in voyages:
            if v.group == lead[line.object] and (v.sailed or 0.0) <= line.time <= (v.ended or line.time):
                yield v.number, law.zone(a, b).state
