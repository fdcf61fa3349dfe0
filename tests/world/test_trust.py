"""What holders count for and against each other, report by report."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from guardship.build.trust import OF_NO_USE, USED
from guardship.build.trust import trust as make
from guardship.coalition.trust import Regard
from guardship.intelligence import Kind, Observation, Report
from guardship.occurrences import Occurrence
from guardship.scenario.reading.load import load
from guardship.world.trust import Terms, Trust

ME, FRIEND, OTHER = 0, 1, 2
EDGES = frozenset((a, b) for a in range(3) for b in range(3) if a != b)


def trust(used: str = "taken") -> Trust:
    sea: Any = SimpleNamespace(now=0.0)
    return Trust(sea, sea, Terms(Regard(0.2, 4.0, 0.3), USED[used], OF_NO_USE[used], EDGES))


def report(kind: Kind = Kind.CONTACT, sender: int = FRIEND, number: int = 5, **changes: Any) -> Report:
    seen = Observation((7, number), 0.0, 0.0, 0.0, None, None, 0.1, 1.0, "dhow", None, number, 7)
    return Report(number, kind, 0.0, (seen,), sender, **changes)


def give(kept: Trust, one: Report) -> None:
    """A friend lets a report out to me, and it comes."""
    message: Any = SimpleNamespace(edge=SimpleNamespace(sender=FRIEND, receiver=ME), released=True, report=one)
    kept.sent([message])
    kept.arrived(ME, one)


def counted(kept: Trust) -> list[tuple[int, int, str]]:
    return [(one.holder, one.partner, one.what) for one in kept.entries]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (Kind.CONTACT, Occurrence.TAKEN),
        (Kind.TIP, Occurrence.TIP),
        (Kind.PRIZE, Occurrence.PRIZE_KNOWN),
        (Kind.ENGAGED, Occurrence.CLAIMED),
        (Kind.AWAITED, Occurrence.CLAIMED),
    ],
)
def test_what_is_given_can_be_used(kind: Kind, line: Occurrence) -> None:
    kept = trust()
    give(kept, report(kind))
    kept.noted(ME, line, 5)
    assert counted(kept) == [(FRIEND, ME, "given"), (ME, FRIEND, "used")]


@pytest.mark.parametrize("kind", Kind)
def test_what_no_unit_is_sent_for_is_not_counted_where_that_is_use(kind: Kind) -> None:
    kept = trust("tasked")
    give(kept, report(kind))
    sent_for = kind in (Kind.CONTACT, Kind.UPDATE, Kind.LOST, Kind.DISTRESS, Kind.TIP)
    assert counted(kept) == [(FRIEND, ME, "given")] * sent_for


def test_a_search_that_found_nothing_makes_no_track_and_is_not_counted() -> None:
    kept = trust()
    give(kept, report(Kind.NEGATIVE_SEARCH))
    assert counted(kept) == []


def test_what_may_not_be_acted_upon_is_not_used() -> None:
    """A tip for information is kept, and no unit waits for it."""
    kept = trust()
    give(kept, report(Kind.TIP, use="information"))
    kept.noted(ME, Occurrence.TIP, 5)
    assert counted(kept) == [(FRIEND, ME, "given")]


def test_who_has_brought_a_report_first_has_the_credit() -> None:
    """By two relays, and used when both have come."""
    kept = trust("tasked")
    kept.arrived(ME, report(sender=OTHER))
    kept.arrived(ME, report(sender=FRIEND))
    kept.noted(ME, Occurrence.TASKED, 5)
    assert counted(kept) == [(ME, OTHER, "used")]


def test_who_acts_on_nothing_that_others_report_uses_nothing() -> None:
    """Not even a tip, which a command writes down whether it may act on it or not."""
    file = Path(__file__).parents[1] / "system/trust.yaml"
    terms, deaf = (make(load(file, set={"tasking": {"mode": "national", "cues": cues}}), ()) for cues in (True, False))
    assert terms is not None and Occurrence.TIP in terms.used
    assert deaf is not None and not deaf.used
