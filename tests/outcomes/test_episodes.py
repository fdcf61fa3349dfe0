"""Opportunities from logs written by hand: each chain breaks at its own stage, and nothing is counted twice.

Row 0 is a frigate and 1 another of the same nation, 2 the mother ship of a group, 3 its skiff, 4 a merchant, 5 a dhow.
"""

from collections.abc import Sequence

import pytest

from guardship.occurrences import Occurrence
from guardship.outcomes.episodes import opportunities
from guardship.outcomes.log import Entry
from guardship.outcomes.opportunities import Opportunity, Roll, Stage
from guardship.reasons import Reason

FRIGATE, OTHER, MOTHER, SKIFF, SHIP, DHOW = range(6)
NAMES = ("frigate", "other", "mother", "skiff", "ship", "dhow")
ROLL = Roll(NAMES, (0, 0, -1, -1, -1, -1), (-1, -1, MOTHER, MOTHER, -1, -1), ("nation",))
SAILED = Entry(0.0, 0, Occurrence.SAILED, MOTHER, voyage=0)
HOME = Entry(100.0, 0, Occurrence.CAME_HOME, MOTHER, voyage=0, reason=Reason.NO_PREY)


def seen(t: float, kind: str, unit: int = FRIGATE, target: int = MOTHER) -> Entry:
    """A contact's line."""
    return Entry(t, 0, Occurrence(f"contact_{kind}"), unit, target, contact=unit + 1)


def attack(t: float, kind: str = "attack", reason: int = 0) -> Entry:
    """The attack on the ship begins or ends."""
    return Entry(t, 0, Occurrence(kind), MOTHER, SHIP, voyage=0, attack=0, reason=reason)


def act(t: float, kind: str, target: int = -1, report: int = 0, reason: int = 0, unit: int = FRIGATE) -> Entry:
    """What a unit does."""
    contact = unit + 1 if target == MOTHER else 9 if target >= 0 else 0
    return Entry(t, 0, Occurrence(kind), unit, target, contact=contact, report=report, reason=reason)


def rows(lines: Sequence[Entry], roll: Roll = ROLL, hours: float = 200.0) -> Sequence[Opportunity]:
    """The opportunities of a voyage that sails, with these lines, and comes home unless it ended before."""
    return opportunities([SAILED, *lines, HOME], roll, hours)


GAINED, LOST = seen(10.0, "gained"), seen(12.0, "lost")
SUSPICIOUS = [GAINED, seen(10.5, "identified"), seen(10.5, "suspicious")]
PURSUED = [*SUSPICIOUS, act(10.5, "pursuit", MOTHER)]
BOARDED = [*PURSUED, act(10.9, "boarding", MOTHER)]
BEAT = act(15.0, "on_beat")
CALLED = [attack(20.0), Entry(20.1, 0, Occurrence.DISTRESS, SHIP, report=7)]
HEARD = [*CALLED, Entry(20.2, 0, Occurrence.TAKEN, -1, report=7)]
TASKED = [*HEARD, act(20.2, "tasked", report=7)]
PRIZE = attack(20.5, "hijacked", Reason.RESPONSE_TOO_LATE)
FAILED = attack(20.6, "attack_failed", Reason.REPELLED)


def no_unit(why: Reason) -> Entry:
    return Entry(20.2, 0, Occurrence.NO_UNIT, -1, report=7, reason=why)


CHAINS: dict[str, tuple[list[Entry], Stage, Reason]] = {
    "nothing": ([], Stage.UNDETECTED, Reason.NEVER_SEEN),
    "no call": ([attack(20.0), PRIZE], Stage.UNDETECTED, Reason.NO_CALL),
    "held": ([GAINED, LOST], Stage.NOT_INVESTIGATED, Reason.NEVER_IDENTIFIED),
    "held at home": ([GAINED], Stage.NOT_INVESTIGATED, Reason.NEVER_IDENTIFIED),
    "cleared": ([GAINED, seen(11.0, "identified"), seen(11.0, "cleared")], Stage.CLEARED, Reason.LOOKS_HARMLESS),
    "suspect lost": ([*SUSPICIOUS, LOST], Stage.LOST, Reason.CONTACT_LOST),
    "busy": (
        [*SUSPICIOUS, act(10.5, "declined", MOTHER, reason=Reason.UNIT_BUSY), LOST],
        Stage.NO_UNIT,
        Reason.UNIT_BUSY,
    ),
    "far": (
        [*SUSPICIOUS, act(10.5, "declined", MOTHER, reason=Reason.TOO_FAR), LOST],
        Stage.OUT_OF_REACH,
        Reason.TOO_FAR,
    ),
    "pursuit lost": (
        [*PURSUED, LOST, act(12.0, "pursuit_ended", MOTHER, reason=Reason.CONTACT_LOST), BEAT],
        Stage.LOST,
        Reason.CONTACT_LOST,
    ),
    "searched": (
        [
            *PURSUED,
            LOST,
            act(12.0, "pursuit_ended", MOTHER, reason=Reason.CONTACT_LOST),
            act(12.0, "search"),
            act(14.0, "search_ended", reason=Reason.NOT_FOUND),
            BEAT,
        ],
        Stage.NOT_FOUND,
        Reason.NOT_FOUND,
    ),
    "outrun": (
        [*PURSUED, act(11.0, "pursuit_ended", MOTHER, reason=Reason.OUT_OF_REACH), BEAT],
        Stage.OUT_OF_REACH,
        Reason.OUT_OF_REACH,
    ),
    "no team": (
        [*PURSUED, act(11.0, "pursuit_ended", MOTHER, reason=Reason.NO_TEAM), BEAT],
        Stage.NOT_STOPPED,
        Reason.NO_TEAM,
    ),
    "turned back": ([*PURSUED, act(11.0, "bingo", reason=Reason.TOO_FAR)], Stage.OUT_OF_REACH, Reason.TOO_FAR),
    "not halted": (
        [*PURSUED, act(11.0, "halt_failed", MOTHER, reason=Reason.OUTRUN), BEAT],
        Stage.NOT_STOPPED,
        Reason.OUTRUN,
    ),
    "no relief": ([*PURSUED, act(11.0, "shadowing", MOTHER), BEAT], Stage.NO_UNIT, Reason.BROKEN_OFF),
    "hand-over failed": (
        [
            *PURSUED,
            act(11.0, "shadowing", MOTHER),
            act(12.0, "handed_over", MOTHER, reason=Reason.NO_RELIEF),
            LOST,
            BEAT,
        ],
        Stage.NO_UNIT,
        Reason.NO_RELIEF,
    ),
    "shadow out of fuel": (
        [
            *PURSUED,
            act(11.0, "shadowing", MOTHER),
            act(12.0, "bingo", MOTHER, reason=Reason.BEYOND_RETURN),
            act(12.0, "handed_over", MOTHER, reason=Reason.NO_RELIEF),
            LOST,
        ],
        Stage.NO_UNIT,
        Reason.NO_RELIEF,
    ),
    "boat outrun": (
        [
            *SUSPICIOUS,
            act(10.5, "supporting", MOTHER),
            act(10.5, "launched", unit=OTHER),
            act(11.0, "pursuit_ended", MOTHER, unit=OTHER, reason=Reason.OUT_OF_REACH),
            LOST,
            BEAT,
        ],
        Stage.OUT_OF_REACH,
        Reason.OUT_OF_REACH,
    ),
    "kept on deck": (
        [*TASKED, act(20.4, "declined", reason=Reason.WEATHER), PRIZE],
        Stage.OUT_OF_REACH,
        Reason.WEATHER,
    ),
    "a flight of its plan due meanwhile": (
        [*TASKED, act(20.4, "declined", reason=Reason.CRAFT_OUT), PRIZE],
        Stage.OUT_OF_REACH,
        Reason.RESPONSE_TOO_LATE,
    ),
    "team repelled": (
        [*BOARDED, act(12.0, "boarding_done", MOTHER, reason=Reason.BOARDING_FAILED), LOST, BEAT],
        Stage.BOARDING_FAILED,
        Reason.BOARDING_FAILED,
    ),
    "overlooked": (
        [*BOARDED, act(12.0, "boarding_done", MOTHER, reason=Reason.NOTHING_FOUND), LOST, BEAT],
        Stage.NOTHING_FOUND,
        Reason.NOTHING_FOUND,
    ),
    "released": (
        [
            *BOARDED,
            act(12.0, "boarding_done", MOTHER),
            Entry(12.0, 0, Occurrence.RELEASED, MOTHER, voyage=0, reason=Reason.RELEASED),
        ],
        Stage.RELEASED,
        Reason.RELEASED,
    ),
    "detained": (
        [
            *BOARDED,
            act(12.0, "boarding_done", MOTHER),
            Entry(12.0, 0, Occurrence.DETAINED, MOTHER, voyage=0, reason=Reason.DETAINED),
        ],
        Stage.STOPPED,
        Reason.DETAINED,
    ),
    "call too late": ([*CALLED, PRIZE], Stage.TOO_LATE, Reason.CALL_TOO_LATE),
    "nobody free": ([*HEARD, no_unit(Reason.NO_UNIT_FREE), PRIZE], Stage.NO_UNIT, Reason.NO_UNIT_FREE),
    "all too far": ([*HEARD, no_unit(Reason.TOO_FAR), PRIZE], Stage.OUT_OF_REACH, Reason.TOO_FAR),
    "refused": (
        [*TASKED, act(20.2, "declined", report=7, reason=Reason.NO_WATER), no_unit(Reason.NO_UNIT_FREE), FAILED],
        Stage.OUT_OF_REACH,
        Reason.NO_WATER,
    ),
    "on the way": ([*TASKED, PRIZE], Stage.OUT_OF_REACH, Reason.RESPONSE_TOO_LATE),
    "not there": (
        [
            *TASKED,
            FAILED,
            act(22.0, "on_scene", report=7),
            act(22.0, "search"),
            act(24.0, "search_ended", reason=Reason.NOT_FOUND),
            act(24.0, "on_beat"),
        ],
        Stage.NOT_FOUND,
        Reason.NOT_FOUND,
    ),
    "wrong dhow": (
        [
            *TASKED,
            FAILED,
            act(22.0, "on_scene", report=7),
            act(22.0, "pursuit", DHOW),
            act(22.5, "boarding", DHOW),
            act(23.0, "boarding_done", DHOW, reason=Reason.NOTHING_FOUND),
            act(23.0, "on_beat"),
        ],
        Stage.NOT_FOUND,
        Reason.WRONG_VESSEL,
    ),
}


@pytest.mark.parametrize("name", CHAINS)
def test_each_chain_breaks_at_its_stage(name: str) -> None:
    lines, stage, why = CHAINS[name]
    found = rows(lines)
    assert [(row.stage, row.reason) for row in found] == [(stage, why)]


def test_kinds_that_do_not_matter_here_are_passed_over() -> None:
    assert rows([GAINED, act(11.0, "displaced", MOTHER), LOST]) == rows([GAINED, LOST])


def test_an_episode_lasts_while_anybody_holds_it() -> None:
    both = [GAINED, seen(11.0, "gained", OTHER, SKIFF), LOST, seen(13.0, "lost", OTHER, SKIFF)]
    assert [(r.unit, r.target, r.begin, r.end, r.seen) for r in rows(both)] == [(FRIGATE, MOTHER, 10.0, 13.0, 10.0)]
    apart = [GAINED, LOST, seen(13.0, "gained", OTHER, SKIFF), seen(14.0, "lost", OTHER, SKIFF)]
    assert [(r.unit, r.target, r.begin, r.end) for r in rows(apart)] == [
        (FRIGATE, MOTHER, 10.0, 12.0),
        (OTHER, SKIFF, 13.0, 14.0),
    ]


def test_an_episode_lasts_while_a_unit_works_on_it() -> None:
    again = seen(13.0, "gained")
    searching = [act(12.0, "pursuit_ended", MOTHER, reason=Reason.CONTACT_LOST), act(12.0, "search")]
    assert [r.end for r in rows([*PURSUED, LOST, *searching, again, seen(14.0, "lost"), BEAT])] == [15.0]


def test_a_call_and_the_contact_that_it_leads_to_are_one() -> None:
    met = [seen(21.0, "gained"), act(21.0, "pursuit", MOTHER), act(21.2, "boarding", MOTHER)]
    taken = [
        act(22.0, "boarding_done", MOTHER),
        Entry(22.0, 0, Occurrence.DETAINED, MOTHER, voyage=0, reason=Reason.DETAINED),
    ]
    (row,) = rows([*TASKED, FAILED, *met, *taken])
    assert (row.source, row.attack, row.unit, row.begin, row.seen) == ("call", 0, FRIGATE, 20.1, 21.0)
    assert row.stage is Stage.STOPPED and row.lead is None


def test_the_lead_is_counted_to_the_prize_and_what_comes_after_it_does_not_count() -> None:
    late = [seen(30.0, "gained"), act(30.0, "boarding", MOTHER), act(31.0, "boarding_done", MOTHER)]
    caught = Entry(31.0, 0, Occurrence.DETAINED, MOTHER, voyage=0, reason=Reason.DETAINED)
    found = rows([GAINED, LOST, *TASKED, PRIZE, *late, caught])
    assert [(r.source, r.lead) for r in found] == [("sensor", 10.5), ("call", pytest.approx(0.4))]


def test_what_is_under_way_at_the_end_of_the_run() -> None:
    found = opportunities([SAILED, *PURSUED], ROLL, 11.0)
    assert [(r.stage, r.reason, r.end) for r in found] == [(Stage.OUT_OF_REACH, Reason.WINDOW_CLOSED, 11.0)]


def test_a_voyage_that_did_not_sail_has_none() -> None:
    at_home = Entry(0.0, 0, Occurrence.DID_NOT_SAIL, MOTHER, voyage=0, reason=Reason.CREW_OUT)
    assert opportunities([at_home], ROLL, 10.0) == []


def test_without_patrols_nobody_hears() -> None:
    alone = ROLL._replace(holder=(-1,) * 6)
    assert [(r.stage, r.reason) for r in rows([*CALLED, PRIZE], alone)] == [(Stage.UNDETECTED, Reason.NO_PATROL)]


def test_a_false_alarm_is_no_opportunity() -> None:
    assert [
        r.stage for r in rows([Entry(5.0, 0, Occurrence.DISTRESS, SHIP, report=3), act(5.1, "tasked", report=3)])
    ] == [Stage.UNDETECTED]


def test_two_nations_have_an_opportunity_each() -> None:
    roll = ROLL._replace(holder=(0, 1, -1, -1, -1, -1), nations=("a", "b"))
    found = rows([GAINED, LOST, seen(13.0, "gained", OTHER), seen(14.0, "lost", OTHER)], roll)
    assert [(r.holder, r.unit) for r in found] == [(0, FRIGATE), (1, OTHER)]


# ---- two nations ----------------------------------------------------------------------------------

TWO = Roll(NAMES, (0, 1, -1, -1, -1, -1), (-1, -1, MOTHER, MOTHER, -1, -1), ("own", "partner"))
REPORTED = [
    *SUSPICIOUS,
    act(10.6, "report", MOTHER, report=3),
    Entry(10.7, 0, Occurrence.TAKEN, -1, report=3, holder=0),
]


def test_who_hears_of_a_voyage_from_a_partner_has_a_row_of_his_own() -> None:
    told = [
        *REPORTED,
        Entry(11.0, 0, Occurrence.TAKEN, -1, report=3, holder=1),
        Entry(11.0, 0, Occurrence.NO_UNIT, -1, report=3, reason=Reason.TOO_FAR, holder=1),
        LOST,
    ]
    own, partner = rows(told, TWO)
    assert (own.holder, own.source, partner.holder, partner.source) == (0, "sensor", 1, "shared")
    assert (partner.begin, partner.stage, partner.reason) == (11.0, Stage.OUT_OF_REACH, Reason.TOO_FAR)
    late = [SAILED, *REPORTED, LOST, HOME, Entry(150.0, 0, Occurrence.TAKEN, -1, report=3, holder=1)]
    assert [row.holder for row in opportunities(late, TWO, 200.0)] == [0]  # when the voyage was over


def test_what_is_kept_from_all_who_have_units_ends_there() -> None:
    kept = [
        *REPORTED,
        Entry(10.7, 0, Occurrence.WITHHELD, -1, report=3, reason=Reason.NOT_RELEASABLE, holder=0),
        seen(10.8, "lost"),
    ]
    (row,) = rows([*kept[:-1]], TWO)
    assert (row.stage, row.reason) == (Stage.NOT_RELEASED, Reason.NOT_RELEASABLE)
    (row,) = rows(
        [*kept[:-1], Entry(10.9, 0, Occurrence.NO_UNIT, -1, report=3, reason=Reason.UNIT_BUSY, holder=0)], TWO
    )
    assert row.stage is Stage.NO_UNIT  # one of its own could have gone: deeper
