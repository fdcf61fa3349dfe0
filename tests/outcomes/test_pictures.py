"""Attributes of pictures: a log written by hand with known answers, and the tracks that holders really had."""

from functools import cache

import pytest

from guardship.outcomes.log import Entry
from guardship.outcomes.opportunities import Roll
from guardship.outcomes.pictures import Plot, live, pictures, sails
from guardship.outcomes.report_funnel import Reported, Said, Told, told
from guardship.run.run import Run
from guardship.run.simulate import simulate
from run.test_recognition import world
from run.test_tables import shared, tipped

from .test_report_funnel import line

SHIP, MOTHER, SKIFF, OTHER, DHOW = range(5)
ROLL = Roll(("us/0", "pirates/0", "pirates/0/skiff", "pirates/1", "dhows/0"), (0, -1, -1, -1, -1), (-1, 1, 1, 3, -1))


def about(number: int, group: int, seen: float, suspicious: bool | None) -> Told:
    return Told(number, "contact", "us", seen, group, -1, seen, suspicious)


TOLD = {
    1: about(1, MOTHER, 1.0, True),
    2: about(2, MOTHER, 5.0, None),
    3: about(3, DHOW, 5.0, True),
    4: about(4, -1, 5.0, None),
    5: about(5, MOTHER, 11.5, None),
    6: about(6, DHOW, 11.5, False),
}
LOG: list[Entry] = [
    line(0.0, "sailed", MOTHER, voyage=1),
    line(1.0, "taken", -1, holder=0, report=1, track=10),
    line(2.0, "sailed", OTHER, voyage=2),
    line(5.0, "taken", -1, holder=0, report=2, track=11),
    line(5.0, "taken", -1, holder=0, report=3, track=12),
    line(5.0, "taken", -1, holder=0, report=4, track=13),
    line(11.5, "taken", -1, holder=0, report=5, track=14),
    line(11.5, "taken", -1, holder=0, report=6, track=12),
    line(13.0, "came_home", MOTHER, voyage=1),
]


def test_attributes_of_a_picture() -> None:
    """At 6 h the mother ship has tracks 10 and 11, at 12 h only 14; at 18 h she is at home, and track 14 is nobody."""
    found = pictures(LOG, Reported(TOLD, (), ("us",), ROLL), (6.0, 20.0), 6.75, ["us", "blind"])
    us = found["holders"]["us"]
    assert found["samples"] == 3
    assert us["tracks"] == 4 + 2 + 2
    assert us["completeness"] == 2 / (2 + 2 + 1)
    assert us["ambiguity"] == (3 + 2 + 1) / (2 + 2 + 1)
    assert us["spurious"] == (1 + 0 + 1) / 8
    assert us["broken"] == 1 / 3  # of mother ship and dhow at 12 h and the dhow at 18 h
    assert us["identity_right"] == (1 + 1 + 1) / 6
    assert us["identity_wrong"] == 1 / 6
    assert us["age_h"] == (5.0 + 3 * 1.0 + 2 * 0.5 + 2 * 6.5) / 8
    assert found["holders"]["blind"] == dict.fromkeys(us, None) | {"completeness": 0.0, "tracks": 0}
    assert found["all"]["completeness"] == 2 / 10


def test_what_comes_late_changes_nothing_newer() -> None:
    plot = Plot()
    for one in (about(1, DHOW, 4.0, False), about(2, MOTHER, 3.0, True), about(3, MOTHER, 2.0, None)):
        plot.take(one)
    assert (plot.group, plot.seen, plot.suspicious) == (DHOW, 4.0, False)


def test_a_voyage_is_over_once() -> None:
    log = [*LOG, line(14.0, "detained", MOTHER, voyage=1)]
    assert [(sail.group, sail.end) for sail in sails(log)] == [(MOTHER, 13.0), (OTHER, float("inf"))]


def test_a_report_of_what_was_said_before_is_as_old_as_that() -> None:
    said = [
        Said(1, "contact", SHIP, 2.0, 4, 0.5, 0.5, True),
        Said(2, "lost", SHIP, 6.0, 4, 0.5, 0.5, True),
        Said(3, "cleared", SHIP, 7.0, 4, 0.7, 0.5, None),
    ]
    found = told(said, {1: "us"}, {1: DHOW}, {})
    assert [(one.origin, one.group, one.seen, one.suspicious) for one in found.values()] == [
        ("us", DHOW, 2.0, True),
        ("", -1, 2.0, True),
        ("", -1, 7.0, False),
    ]


@cache
def signs() -> Run:
    return simulate(world(priors={"dhow": {"piracy": 0.1}, "skiff": {"piracy": 0.1}}), 1)


@pytest.mark.parametrize("run", [shared, tipped, signs])
def test_the_tracks_are_those_of_the_pictures(run) -> None:  # type: ignore[no-untyped-def]
    """Which tracks there are, and when each was last seen, follows from the log and the reports."""
    done: Run = run()
    times = [done.theatre.hours * k / 7.0 for k in range(1, 7)]
    account, names = done.account, [command.name for command in done.model.roster.commands]
    for t, plots in live(account.entries, account.reported, done.scenario.pictures.memory, times):
        for name in names:
            known = done.picture(name, t)
            known = known[known["use"] == "tasking"]
            mine = {track: plot.seen for track, plot in plots.get(name, {}).items()}
            assert mine == dict(zip(known["track"], known["last_seen"], strict=True)), (name, t)
