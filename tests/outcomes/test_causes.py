"""Causes of voyages written by hand: who could have acted, and at which point last.

Row 0 is a frigate of the coast and 1 one of a navy, 2 a patrol aircraft of the navy, 3 the mother ship of a group, 4
its skiff, 5 a merchant, 6 a dhow. The group goes east at 5 kn from (0, 0) and takes the merchant at (102.5, 0) at
20.5 h. The coast's frigate lies at (60, 10), the navy's far away, both can make 20 kn.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pytest

from guardship.occurrences import Occurrence
from guardship.outcomes.causes import Cause, causes
from guardship.outcomes.episodes import followed
from guardship.outcomes.fuel import Tracks
from guardship.outcomes.log import Entry
from guardship.outcomes.opportunities import Roll, Stage
from guardship.outcomes.reach import Reach
from guardship.reasons import Reason

COAST, NAVY, PLANE, MOTHER, SKIFF, SHIP, DHOW = range(7)
NAMES = ("coast", "navy", "plane", "mother", "skiff", "ship", "dhow")
AT_COAST, AT_NAVY = 0, 1  # holders
ROLL = Roll(
    NAMES,
    (AT_COAST, AT_NAVY, AT_NAVY, -1, -1, -1, -1),
    (-1, -1, -1, MOTHER, MOTHER, -1, -1),
    ("coast", "navy"),
    (True, True, False, False, False, False, False),
    (20.0, 20.0, 200.0, 5.0, 25.0, 12.0, 8.0),
)
PRIZE, SPEED, TOP = 20.5, 5.0, 20.0
NEAR, FAR = (60.0, 10.0), (60.0, 600.0)
WATERS = np.array([[80.0, -50.0], [200.0, -50.0], [200.0, 50.0], [80.0, 50.0]])  # of the coast: from 16 h on


class Case(NamedTuple):
    """A voyage and its cause. `navy`: where the frigate of the navy lies; `closed`: whether the coast's waters are."""

    lines: Sequence[Entry]
    cause: Cause
    navy: tuple[float, float] = FAR
    closed: bool = False
    prize: Occurrence = Occurrence.HIJACKED


def seen(t: float, kind: str, unit: int = COAST) -> Entry:
    return Entry(t, 0, Occurrence(f"contact_{kind}"), unit, MOTHER, contact=unit + 1)


R, S = Reason, Stage


def act(t: float, kind: str, target: int = -1, report: int = 0, reason: int = 0, unit: int = COAST) -> Entry:
    contact = unit + 1 if target == MOTHER else 9 if target >= 0 else 0
    return Entry(t, 0, Occurrence(kind), unit, target, contact=contact, report=report, reason=reason)


def ended(t: float, reason: Reason, unit: int = COAST) -> Entry:
    return act(t, "pursuit_ended", MOTHER, reason=reason, unit=unit)


def command(t: float, kind: str, holder: int, reason: int = 0, report: int = 7) -> Entry:
    return Entry(t, 0, Occurrence(kind), -1, report=report, reason=reason, holder=holder)


def call(t: float) -> list[Entry]:
    """The merchant is attacked and calls for help."""
    return [
        Entry(t, 0, Occurrence.ATTACK, MOTHER, SHIP, voyage=0, attack=0),
        Entry(t, 0, Occurrence.DISTRESS, SHIP, report=7),
    ]


def heard(t: float) -> list[Entry]:
    """Both commands hear of a call a moment later."""
    return [*call(t), *(command(t + 0.1, "taken", holder) for holder in (AT_COAST, AT_NAVY))]


def cleared(t: float, unit: int = COAST) -> list[Entry]:
    return [seen(t, "gained", unit), seen(t, "identified", unit), seen(t, "cleared", unit), seen(t + 0.5, "lost", unit)]


def suspicious(t: float, unit: int = COAST) -> list[Entry]:
    return [seen(t, "gained", unit), seen(t, "identified", unit), seen(t, "suspicious", unit)]


def pursued(t: float, unit: int = COAST) -> list[Entry]:
    return [*suspicious(t, unit), act(t, "pursuit", MOTHER, unit=unit)]


def lost(t: float, unit: int = COAST) -> list[Entry]:
    return [seen(t, "lost", unit), act(t, "on_beat", unit=unit)]


def refused(t: float, reason: Reason = Reason.FOREIGN_WATERS) -> list[Entry]:
    """The navy is suspicious, and may not."""
    return [
        *suspicious(t, NAVY),
        act(t, "refused_visit", MOTHER, reason=reason, unit=NAVY),
        seen(t + 0.5, "lost", NAVY),
    ]


def nobody(why: Reason, t: float = 17.1, holders: Sequence[int] = (AT_COAST, AT_NAVY)) -> list[Entry]:
    return [command(t, "no_unit", holder, why) for holder in holders]


def by(reason: Reason, stage: Stage, unit: int = COAST, short: float | None = None) -> Cause:
    return Cause(reason, stage, ROLL.holder[unit], unit, short)


def hours(place: tuple[float, float]) -> float:
    """From a place to that of the prize at 20 kn."""
    return float(np.hypot(place[0] - PRIZE * SPEED, place[1])) / TOP


LATE = hours(NEAR)
HARMLESS = by(Reason.LOOKS_HARMLESS, Stage.CLEARED)
TIPPED = [command(0.0, "tip", AT_COAST, report=3), Entry(0.0, 0, Occurrence.TIPPED, MOTHER, voyage=0, report=3)]
CASES: dict[str, Case] = {
    # nobody knew
    "never seen": Case([], Cause(R.NEVER_SEEN, S.UNDETECTED), prize=Occurrence.DELIVERED),
    "no call": Case(call(20.0)[:1], Cause(R.NO_CALL, S.UNDETECTED)),
    # one reason each, of who could have acted
    "never identified": Case([seen(10.0, "gained"), seen(12.0, "lost")], by(R.NEVER_IDENTIFIED, S.NOT_INVESTIGATED)),
    "cleared": Case(cleared(10.0), HARMLESS),
    "lost": Case([*suspicious(10.0), seen(12.0, "lost")], by(R.CONTACT_LOST, S.LOST)),
    "a pursuit that loses it": Case(
        [*pursued(10.0), ended(11.0, R.CONTACT_LOST), *lost(11.0)], by(R.CONTACT_LOST, S.LOST)
    ),
    "tip": Case([*TIPPED[:1], *nobody(R.NO_PREEMPTION, 0.0, [AT_COAST]), *TIPPED], by(R.NO_UNIT_FREE, S.NO_UNIT)),
    "busy": Case(
        [*suspicious(10.0), act(10.0, "declined", MOTHER, reason=R.UNIT_BUSY), *lost(12.0)], by(R.UNIT_BUSY, S.NO_UNIT)
    ),
    "farther than it goes": Case(
        [*suspicious(10.0), act(10.0, "declined", MOTHER, reason=R.TOO_FAR), *lost(10.1)], by(R.TOO_FAR, S.OUT_OF_REACH)
    ),
    "no relief": Case(
        [
            *pursued(10.0),
            act(11.0, "shadowing", MOTHER),
            act(12.0, "handed_over", MOTHER, reason=R.NO_RELIEF),
            *lost(12.0),
        ],
        by(R.NO_RELIEF, S.NO_UNIT),
    ),
    "outrun": Case([*pursued(10.0), ended(11.0, R.OUT_OF_REACH), *lost(11.0)], by(R.OUT_OF_REACH, S.OUT_OF_REACH)),
    "given up": Case([*pursued(10.0), *lost(11.0)], by(R.BROKEN_OFF, S.OUT_OF_REACH)),
    "searched": Case(
        [
            *heard(15.0),
            act(15.1, "tasked", report=7),
            act(16.0, "search"),
            act(17.0, "search_ended", reason=R.NOT_FOUND),
        ],
        by(R.NOT_FOUND, S.NOT_FOUND),
    ),
    "wrong vessel": Case(
        [
            *heard(14.0),
            act(14.1, "tasked", report=7),
            act(16.0, "boarding", DHOW),
            act(17.0, "boarding_done", DHOW, reason=R.NOTHING_FOUND),
        ],
        by(R.WRONG_VESSEL, S.NOT_FOUND),
    ),
    "not halted": Case(
        [*pursued(10.0), act(11.0, "halt_failed", MOTHER, reason=R.NOT_HALTED), *lost(12.0)],
        by(R.NOT_HALTED, S.NOT_STOPPED),
    ),
    "team repelled": Case(
        [
            *pursued(10.0),
            act(11.0, "boarding", MOTHER),
            act(12.0, "boarding_done", MOTHER, reason=R.BOARDING_FAILED),
            *lost(12.0),
        ],
        by(R.BOARDING_FAILED, S.BOARDING_FAILED),
    ),
    "overlooked": Case(
        [
            *pursued(10.0),
            act(11.0, "boarding", MOTHER),
            act(12.0, "boarding_done", MOTHER, reason=R.NOTHING_FOUND),
            *lost(12.0),
        ],
        by(R.NOTHING_FOUND, S.NOTHING_FOUND),
    ),
    "still on board": Case([*pursued(17.0), act(19.0, "boarding", MOTHER)], by(R.RESPONSE_TOO_LATE, S.BOARDING_FAILED)),
    "nobody free": Case([*heard(17.0), *nobody(R.NO_UNIT_FREE)], by(R.NO_UNIT_FREE, S.NO_UNIT)),
    "call not heard in time": Case(call(17.0), by(R.CALL_TOO_LATE, S.TOO_LATE, short=LATE)),
    "still on its way": Case(
        [*heard(17.0), act(17.1, "tasked", report=7)], by(R.RESPONSE_TOO_LATE, S.OUT_OF_REACH, short=LATE)
    ),
    "kept from who could have gone": Case(
        [
            *suspicious(10.0, PLANE),
            act(10.1, "report", MOTHER, report=3, unit=PLANE),
            command(10.2, "withheld", AT_NAVY, R.NOT_RELEASABLE, 3),
            seen(10.3, "lost", PLANE),
        ],
        Cause(R.NOT_RELEASABLE, S.NOT_RELEASED, AT_NAVY, COAST),
    ),
    # nobody could have acted
    "nobody in reach": Case(
        cleared(10.0, NAVY), by(R.NOBODY_IN_REACH, S.OUT_OF_REACH, NAVY, 10.0 + hours(FAR) - PRIZE)
    ),
    "a call when it was too late": Case(
        [*heard(20.0), act(20.1, "tasked", report=7)], by(R.NOBODY_IN_REACH, S.OUT_OF_REACH, COAST, 20.0 + LATE - PRIZE)
    ),
    "nobody with authority": Case(refused(17.0), by(R.FOREIGN_WATERS, S.NO_AUTHORITY, NAVY), NEAR, True),
    "a look from outside closed waters": Case(
        cleared(17.0, NAVY), by(R.FOREIGN_WATERS, S.NO_AUTHORITY, NAVY), NEAR, True
    ),
    "consent denied": Case(
        [*refused(10.0, R.CONSENT_DENIED), *cleared(12.0, NAVY)],
        by(R.CONSENT_DENIED, S.NO_AUTHORITY, NAVY),
        NEAR,
    ),
    "nobody boards": Case(cleared(10.0, PLANE), Cause(R.NO_TEAM, S.NOT_STOPPED, AT_NAVY, PLANE), (np.nan, np.nan)),
    # several, of which one is the cause
    "a bystander without authority after who had it": Case(
        [*cleared(10.0), *refused(17.0), *heard(20.0), act(20.1, "tasked", report=7)], HARMLESS, NEAR, True
    ),
    "a bystander out of reach after who was in reach": Case([*cleared(10.0), *cleared(15.0, NAVY)], HARMLESS),
    "two who could have acted": Case(
        [*cleared(10.0), *cleared(15.0, NAVY)], by(R.LOOKS_HARMLESS, S.CLEARED, NAVY), NEAR
    ),
    "before the border": Case([*cleared(8.0, NAVY), *refused(17.0)], by(R.LOOKS_HARMLESS, S.CLEARED, NAVY), NEAR, True),
    "too near the border": Case(  # 15.9 h: half a mile from it
        [*cleared(8.0), *cleared(15.9, NAVY)], HARMLESS, NEAR, True
    ),
    "consent in time": Case(
        [
            *refused(8.0, R.CONSENT_DENIED),
            Entry(9.0, 0, Occurrence.CONSENT_GIVEN, NAVY, MOTHER),
            *cleared(12.0, NAVY),
        ],
        by(R.LOOKS_HARMLESS, S.CLEARED, NAVY),
        NEAR,
    ),
    "a partner is at it": Case(
        [*heard(17.0), act(17.1, "tasked", report=7), *nobody(R.ALREADY_TASKED, 17.2)],
        by(R.RESPONSE_TOO_LATE, S.OUT_OF_REACH, short=LATE),
    ),
    "ordered again": Case(
        [
            *heard(17.0),
            act(17.1, "tasked", report=7),
            Entry(19.0, 0, Occurrence.DISTRESS, SHIP, report=8),
            act(19.1, "tasked", report=8),
            command(19.1, "taken", AT_COAST, report=8),
            command(19.1, "taken", AT_NAVY, report=8),
        ],
        by(R.RESPONSE_TOO_LATE, S.OUT_OF_REACH, short=LATE),
    ),
}


def tracks(navy: tuple[float, float], more: Mapping[int, tuple[float, float]] = {}) -> Tracks:
    """Where everybody is, and `more`; a place that is no number: not in the theatre."""
    at = {COAST: NEAR, NAVY: navy, PLANE: NEAR, MOTHER: (0.0, 0.0), SHIP: (PRIZE * SPEED, 0.0), **more}
    there = [row for row in sorted(at) if at[row][0] == at[row][0]]
    x, y = (np.array([at[row][k] for row in there]) for k in (0, 1))
    speed = np.array([SPEED if row == MOTHER else 0.0 for row in there])
    still = np.zeros(len(there))
    return Tracks(np.array(there), still, still + 100.0, x, y, speed, still)


def flat(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.ones_like(x)


class World(NamedTuple):
    """What causes are made of."""

    lines: Sequence[Entry]
    roll: Roll
    tracks: Tracks
    closed: Mapping[str, Sequence[np.ndarray]]

    def causes(self) -> Mapping[int, Cause]:
        chain = followed(self.lines, self.roll, 100.0)
        return causes(chain, Reach(chain.prizes, self.roll, self.tracks, flat, self.closed))


def world(case: Case) -> World:
    lines = [
        Entry(0.0, 0, Occurrence.SAILED, MOTHER, voyage=0),
        *case.lines,
        Entry(PRIZE, 0, case.prize, MOTHER, SHIP, voyage=0, attack=0, reason=Reason.RESPONSE_TOO_LATE),
    ]
    return World(lines, ROLL, tracks(case.navy), {"navy": (WATERS,)} if case.closed else {})


def cause_of(case: Case) -> Mapping[int, Cause]:
    return world(case).causes()


@pytest.mark.parametrize("name", CASES)
def test_each_voyage_has_its_cause(name: str) -> None:
    (found,) = cause_of(CASES[name]).values()
    wanted = CASES[name].cause
    assert found._replace(short=None) == wanted._replace(short=None)
    assert (found.short is None) == (wanted.short is None)
    assert found.short is None or found.short == pytest.approx(wanted.short, abs=1e-9)


def test_a_voyage_without_a_prize_has_none() -> None:
    home = Entry(30.0, 0, Occurrence.CAME_HOME, MOTHER, voyage=0, reason=Reason.NO_PREY)
    chain = followed([Entry(0.0, 0, Occurrence.SAILED, MOTHER, voyage=0), *cleared(10.0), home], ROLL, 100.0)
    assert causes(chain, Reach(chain.prizes, ROLL, tracks(FAR), flat, {})) == {}


@pytest.mark.parametrize(("navy", "unit"), [((60.0, 5.0), NAVY), ((60.0, 30.0), COAST)])
def test_of_two_at_one_instant_it_is_who_would_have_been_there_first(navy: tuple[float, float], unit: int) -> None:
    """Whatever the order of nations; the coast's frigate lies 10 nm from the way of the group."""
    for holders in ((AT_COAST, AT_NAVY), (AT_NAVY, AT_COAST)):
        lines = [*heard(17.0), *nobody(R.NO_UNIT_FREE, 17.1, holders)]
        (found,) = cause_of(Case(lines, by(R.NO_UNIT_FREE, S.NO_UNIT, unit), navy)).values()
        assert found == by(R.NO_UNIT_FREE, S.NO_UNIT, unit)


# ---- what must not matter ------------------------------------------------------------------------

NOBODY = {  # where who had the reach but not the authority comes nearest
    name
    for name, case in CASES.items()
    if case.cause.reason in (Reason.NOBODY_IN_REACH, Reason.FOREIGN_WATERS, Reason.CONSENT_DENIED, Reason.NO_TEAM)
}


def another(roll: Roll, nation: int, name: str) -> Roll:
    """With one more frigate, in the last row; of a new nation where `nation` is one more than there are."""
    nations = roll.nations if nation < len(roll.nations) else (*roll.nations, name)
    return Roll(
        (*roll.names, name),
        (*roll.holder, nation),
        (*roll.lead, -1),
        nations,
        (*roll.boards, True),
        (*roll.speeds, TOP),
    )


def doubled(lines: Sequence[Entry], holder: int, like: int) -> list[Entry]:
    """What the command of `like` writes, that of another holder writes too."""
    return [one for line in lines for one in ([line, line._replace(holder=holder)] if line.holder == like else [line])]


@pytest.mark.parametrize("name", CASES)
def test_lengths_and_speeds_do_not_matter(name: str) -> None:
    there = world(CASES[name])
    roll = there.roll._replace(speeds=tuple(2.0 * v for v in there.roll.speeds))
    t = there.tracks
    wide = Tracks(t.row, t.t, t.end, 2.0 * t.x, 2.0 * t.y, 2.0 * t.vx, 2.0 * t.vy)
    closed = {who: [2.0 * ring for ring in rings] for who, rings in there.closed.items()}
    assert World(there.lines, roll, wide, closed).causes() == there.causes()


@pytest.mark.parametrize("name", CASES)
def test_the_order_and_the_names_of_nations_do_not_matter(name: str) -> None:
    there = world(CASES[name])
    roll = there.roll._replace(holder=[-1 if k < 0 else 1 - k for k in there.roll.holder], nations=("zulu", "alpha"))
    lines = [line._replace(holder=1 - line.holder) if line.holder >= 0 else line for line in there.lines]
    closed = {{"navy": "zulu"}[who]: rings for who, rings in there.closed.items()}
    expected = {k: c._replace(holder=-1 if c.holder < 0 else 1 - c.holder) for k, c in there.causes().items()}
    assert World(lines, roll, there.tracks, closed).causes() == expected


@pytest.mark.parametrize("name", CASES)
def test_a_bystander_without_authority_is_no_cause_where_anybody_could_have_acted(name: str) -> None:
    """It lies beside the way of the group, sees and hears all to the end, and may act nowhere."""
    case = CASES[name]
    there = world(case)
    unit, holder = len(there.roll.names), len(there.roll.nations)
    roll = another(there.roll, holder, "bystander")
    saw = [*suspicious(20.2, unit), act(20.3, "refused_visit", MOTHER, reason=R.FOREIGN_WATERS, unit=unit)]
    lines = doubled([*there.lines[:-1], *saw, there.lines[-1]], holder, AT_NAVY)
    everywhere = np.array([[-1e3, -1e3], [1e3, -1e3], [1e3, 1e3], [-1e3, 1e3]])
    ships = tracks(case.navy, {unit: (PRIZE * SPEED, 1.0)})
    (found,) = World(lines, roll, ships, {**there.closed, "bystander": (everywhere,)}).causes().values()
    if case.cause.stage is S.UNDETECTED or name in NOBODY:
        assert found == Cause(R.FOREIGN_WATERS, S.NO_AUTHORITY, holder, unit)
    else:
        assert found == there.causes()[0]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("place", [NEAR, FAR])
def test_a_nation_split_in_two_changes_no_cause(name: str, place: tuple[float, float]) -> None:
    """The coast has a second frigate, once as its own and once as that of a nation to which it tells all."""
    case = CASES[name]
    there = world(case)
    sister = len(there.roll.names)
    ships = tracks(case.navy, {sister: place})
    one = World(there.lines, another(there.roll, AT_COAST, "sister"), ships, there.closed).causes()
    other = len(there.roll.nations)
    told = [act(-1.0, "report", DHOW, report=99), *(command(-0.9, "taken", k, report=99) for k in (AT_COAST, other))]
    lines = doubled([*told, *there.lines], other, AT_COAST)
    two = World(lines, another(there.roll, other, "sister"), ships, there.closed).causes()
    assert {k: (c.reason, c.stage, c.short) for k, c in one.items()} == {
        k: (c.reason, c.stage, c.short) for k, c in two.items()
    }


def test_a_nation_that_is_told_could_have_acted() -> None:
    """The aircraft of the navy, whose frigate is far away, takes the group for harmless; the coast was near."""
    seen_by_plane = cleared(10.0, PLANE)
    far = Cause(R.NOBODY_IN_REACH, S.OUT_OF_REACH, AT_NAVY, NAVY, 10.0 + hours(FAR) - PRIZE)
    told = [act(5.0, "report", DHOW, report=9, unit=PLANE), command(5.1, "taken", AT_COAST, report=9)]
    (apart,) = cause_of(Case(seen_by_plane, far)).values()
    assert apart == far
    (together,) = cause_of(Case([*told, *seen_by_plane], far)).values()
    assert together == by(R.LOOKS_HARMLESS, S.CLEARED, PLANE)
