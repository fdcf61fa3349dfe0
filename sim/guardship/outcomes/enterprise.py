"""What enterprises did with their candidate voyages, where they attacked, and what stops and strikes took from them.

What becomes of voyages elsewhere is outside the model: they are counted, their attacks are not.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from guardship.occurrences import Occurrence
from guardship.outcomes.decks import Decks
from guardship.outcomes.log import Entry
from guardship.outcomes.voyages import Books
from guardship.reasons import Reason

ASHORE = {
    Reason.STAYED: "stayed",
    Reason.ELSEWHERE: "elsewhere",
    Reason.NOT_EQUIPPED: "not_equipped",
    Reason.NO_PURSE: "no_purse",
    Reason.CREW_OUT: "still_out",
    Reason.CREW_HELD: "crew_held",
}
LOST: Mapping[str, str] = {Occurrence.GEAR_LOST: "gear", Occurrence.MOTHER_SHIP_LOST: "mother_ships"}
COUNTS = ("candidates", "sailed", *ASHORE.values(), "otherwise_ashore")


def enterprise_of(
    books: Books,
    entries: Iterable[Entry],
    sent: Collection[int],
    grounds: Mapping[int, str],
    window: tuple[float, float],
) -> dict[str, Any]:
    """Of candidate voyages of enterprises in the window: what became of each; by ground, those that sailed to it first
    and attacks begun in the window; what was lost in it. `sent`: groups with an enterprise, by row; `grounds`: names of
    the areas on which they hunt, by number."""
    lines = list(entries)
    own = [v for v in books.voyages if v.counted and v.group in sent]
    ashore = Counter(ASHORE.get(v.cause, "otherwise_ashore") for v in own if v.sailed is None and v.cause is not None)
    ways = _ways(lines)
    voyages = Counter(_where(ways, v.group, v.sailed) for v in own if v.sailed is not None)
    begun = [(books.voyages[a.voyage], a.time) for a in books.attacks if a.counted]
    attacks = Counter(_where(ways, v.group, time) for v, time in begun if v.group in sent)
    lost = Counter(LOST[e.kind] for e in lines if e.kind in LOST and window[0] <= e.time < window[1])
    return {
        "candidates": len(own),
        "sailed": sum(v.sailed is not None for v in own),
        **{name: ashore[name] for name in COUNTS[2:]},
        "lost": {name: lost[name] for name in LOST.values()},
        "voyages_to": {name: voyages[k] for k, name in grounds.items()},
        "attacks_on": {name: attacks[k] for k, name in grounds.items()},
    }


def _ways(entries: Iterable[Entry]) -> dict[int, list[tuple[float, int]]]:
    """When [h] each group made for which ground, by row."""
    found: dict[int, list[tuple[float, int]]] = {}
    decks = Decks()
    for e in entries:
        who = decks.who(e)
        if e.kind == Occurrence.GROUND:
            found.setdefault(who, []).append((e.time, e.place))
    return found


def _where(ways: Mapping[int, Sequence[tuple[float, int]]], group: int, time: float) -> int | None:
    """The ground for which a group had made last at a time [h]."""
    return next((place for since, place in reversed(ways.get(group, ())) if since <= time), None)
