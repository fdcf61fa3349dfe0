"""The log of what agents and the world did; the core's own events are merged into it afterwards, in order."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple, final

from guardship.occurrences import Occurrence, Own


class Entry(NamedTuple):
    """One line. `after`: how many kinematic events came before it; rows, numbers 0 or -1 for none; `place`: an area.

    `holder`: whose command wrote it.
    """

    time: float
    after: int
    kind: Occurrence | Own
    actor: int
    object: int = -1
    contact: int = 0
    track: int = 0
    report: int = 0
    voyage: int = -1
    attack: int = -1
    reason: int = 0
    place: int = -1
    holder: int = -1


@final
class Lines(tuple[Entry, ...]):
    """The lines of a log to which none is added any more, in order."""

    @cached_property
    def places(self) -> Mapping[str, list[int]]:
        """Where the lines of each kind stand."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for k, entry in enumerate(self):
            found[entry.kind].append(k)
        return dict(found)

    @cached_property
    def found(self) -> dict[frozenset[str], Sequence[Entry]]:
        """The lines of kinds that were asked for before."""
        return {}


def of_kinds(entries: Iterable[Entry], kinds: Collection[str]) -> Sequence[Entry]:
    """The lines of some kinds, in order; where these are `Lines` without going through all of them."""
    if not isinstance(entries, Lines):
        return [entry for entry in entries if entry.kind in kinds]
    known = entries.found.get(key := frozenset(kinds))
    if known is None:
        places = sorted(chain.from_iterable(entries.places.get(kind, ()) for kind in key))
        known = entries.found[key] = tuple([entries[k] for k in places])
    return known


class Log:
    """Append only."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, line: Entry) -> None:
        """Write a line. Raises TypeError for a bare text: a kind that nobody counts would be missed by nobody."""
        if not isinstance(line.kind, (Occurrence, Own)):
            raise TypeError(f"kind of a line of the log: came {line.kind!r}, wanted an Occurrence or Own(...)")
        self.entries.append(line)
