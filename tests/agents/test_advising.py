"""A centre that warns: what it warns of, when it says something new, and what bears a warning out."""

from typing import Any

import mesa
import pytest

from guardship.agents.advising import Advises, Advising
from guardship.agents.command import Command
from guardship.intelligence import PUBLIC, Advisory, Kind, Observation, Picture, Report

HEARS = {Kind.DISTRESS: 0.9, Kind.CONTACT: 0.4, Kind.UPDATE: 0.4, Kind.TIP: 0.6}
ADVISES = Advises(HEARS, at=0.5, drift=2.0, ahead=6.0, holds=0.8, lasts=24.0, renews=20.0)


class Office:
    """Writes down what is issued; time is set by hand, and timers go off in order."""

    def __init__(self) -> None:
        self.now = 0.0
        self.issued: list[Advisory] = []
        self.ended: list[bool] = []
        self.timers: list[tuple[float, Any, tuple[Any, ...]]] = []

    def name(self, first: tuple[int, int]) -> int:
        return 100 * first[0] + first[1]

    def takes(self, holder: int, name: int, version: int) -> float:
        return 0.5

    def later(self, hours: float, what: Any, *args: Any) -> None:
        self.timers.append((self.now + hours, what, args))

    def issue(self, holder: int, advisory: Advisory, report: Report) -> None:
        self.issued.append(advisory)

    def over(self, holder: int, advisory: Advisory, came: bool) -> None:
        self.ended.append(came)

    def run(self, until: float) -> None:
        while due := [one for one in self.timers if one[0] <= until]:
            first = min(due, key=lambda one: one[0])
            self.timers.remove(first)
            self.now = first[0]
            first[1](*first[2])
        self.now = until


def desk(advises: Advises = ADVISES) -> tuple[Advising, Office]:
    office, headquarters = Office(), Headquarters()
    command = Command(mesa.Model(rng=1), "office", Picture(0), headquarters)
    made = Advising(command, advises, office)
    headquarters.office = office
    return made, office


class Headquarters:
    """A stub whose clock is the office's."""

    holder = 0
    office: Office

    @property
    def time(self) -> float:
        return self.office.now

    def __getattr__(self, name: str) -> Any:
        return lambda *a, **k: None


def tell(made: Advising, kind: Kind, x: float, n: int = 1, by: int = 1, k: int = 0) -> None:
    """A report of the k-th look at the n-th contact of an observer, now."""
    office: Any = made.office
    seen = Observation((by, 10 * n + k), office.now, x, 0.0, None, None, 1.0, 1.0, None, True, n, by)
    report = Report(10 * n + k, kind, office.now, (seen,), PUBLIC)
    made.command.on_report(report)
    made.on_report(report)


def test_a_call_is_warned_of_and_a_faint_suspicion_is_not() -> None:
    made, office = desk()
    tell(made, Kind.CONTACT, 80.0, n=2)
    tell(made, Kind.DISTRESS, 0.0)
    office.run(1.0)
    (one,) = office.issued
    assert (one.fix.x, one.begin, one.until) == (0.0, 0.5, 24.5)
    assert one.radius == pytest.approx(one.fix.radius(6.5, 0.8))
    assert one.still(6.5) == pytest.approx(0.8)


def test_news_of_it_makes_a_new_version_only_from_afar_and_each_call_does() -> None:
    made, office = desk(Advises(dict.fromkeys(HEARS, 0.9), 0.5, 2.0, 6.0, 0.8, 24.0, 20.0))
    tell(made, Kind.CONTACT, 0.0)
    office.run(1.0)
    tell(made, Kind.UPDATE, 5.0, k=1)
    office.run(2.0)
    assert [one.version for one in office.issued] == [0]
    tell(made, Kind.UPDATE, 60.0, k=2)
    office.run(3.0)
    tell(made, Kind.DISTRESS, 61.0, k=3)
    office.run(4.0)
    assert [one.version for one in office.issued] == [0, 1, 2]
    assert len({one.name for one in office.issued}) == 1 and len(made.live) == 1
    assert office.issued[-1].concerns([(1, 10)])


def test_a_version_that_is_overtaken_while_it_is_drafted_is_not_issued() -> None:
    made, office = desk()
    tell(made, Kind.DISTRESS, 0.0)
    office.run(0.2)
    tell(made, Kind.DISTRESS, 1.0, k=1)
    office.run(2.0)
    assert [one.version for one in office.issued] == [1]


def test_what_comes_in_the_circle_bears_it_out_and_what_it_rests_on_does_not() -> None:
    made, office = desk()
    tell(made, Kind.DISTRESS, 0.0)
    office.run(3.0)
    assert not made._came
    tell(made, Kind.DISTRESS, 90.0, n=2, by=2)
    office.run(4.0)
    assert not made._came
    tell(made, Kind.DISTRESS, 3.0, n=3, by=3)
    office.run(60.0)
    assert office.ended.count(True) == 1
    assert made.record.held == 1.0 and not made.live


def test_a_warning_of_a_tip_holds_from_when_it_is_issued_to_after_the_time_that_it_says() -> None:
    made, office = desk()
    seen = Observation((9, 1), 12.0, 0.0, 0.0, None, None, 3.0, 0.0, None, True, 1, 9)
    made.on_report(Report(1, Kind.TIP, 0.0, (seen,), PUBLIC, until=15.0))
    office.run(1.0)
    (one,) = office.issued
    assert (one.begin, one.until) == (0.5, 12.0 + 24.0)
    assert one.radius == pytest.approx(one.fix.radius(18.0, 0.8))


def test_a_warning_is_over_by_a_clock_that_rounds_down() -> None:
    made, office = desk()
    tell(made, Kind.DISTRESS, 0.0)
    office.now = 24.4999
    (one,) = made.live.values()
    made._over(one.name, one.version)
    assert not made.live and office.ended == [False]


def test_the_time_of_a_version_that_is_replaced_ends_nothing() -> None:
    made, office = desk()
    tell(made, Kind.DISTRESS, 0.0)
    office.run(2.0)
    tell(made, Kind.DISTRESS, 1.0, k=1)
    office.run(25.0)
    assert made.live and not office.ended
    office.run(27.0)
    assert not made.live and office.ended == [True]  # the second call came from within the circle


def test_who_was_found_harmless_is_not_warned_of_whatever_is_made_of_looks() -> None:
    made, _ = desk()
    tell(made, Kind.DISTRESS, 0.0)
    (track,) = made.command.picture.tracks(0.0)
    report = Report(9, Kind.DISTRESS, 0.0, track.observations, PUBLIC)
    command: Any = made.command
    command.chances = lambda track: (0.25, 0.75)
    assert made.chance(report, track, 0.4) == 0.75
    command.chances = lambda track: None
    assert made.chance(report, track, 0.4) == 0.4
    command.chances = lambda track: (0.25, 0.75)
    track.cleared_until = 12.0
    assert made.chance(report, track, 0.4) == 0.0
