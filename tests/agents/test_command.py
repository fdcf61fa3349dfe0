"""Who is sent: the first who can be there, somebody who can board, another one when a unit cannot go after all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import mesa
import pytest

from guardship.agents import Task
from guardship.agents.circle import Call, Order
from guardship.agents.command import Command, Standing
from guardship.agents.patrol.doctrine import Doctrine
from guardship.agents.worth import Option
from guardship.coalition.tasking import Mode, Tasking
from guardship.core.draws import named
from guardship.intelligence import (
    Comparison,
    Corrections,
    Dossier,
    Evidence,
    Identity,
    Judge,
    Kind,
    Link,
    Look,
    Observation,
    Picture,
    Report,
    Repute,
)
from guardship.intelligence.belief import KINDS, Signs, Thresholds
from guardship.occurrences import Occurrence
from guardship.outcomes.goings import Weighing
from guardship.reasons import Reason

USUAL = Doctrine(10.0, 20.0)


@dataclass
class Unit:
    """A unit that offers what it is told to and writes down its tasks."""

    name: str
    hours: float | Reason
    can_board: bool = False
    takes: bool = True
    quarry: int = 0
    datum: Task | None = None
    tasks: list[Task] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def offer(self, task: Task) -> float | Reason:
        return Reason.UNIT_BUSY if self.datum else self.hours

    def on_tasked(self, task: Task) -> bool:
        self.tasks.append(task)
        self.datum = task if self.takes else None
        return self.takes

    @property
    def doctrine(self) -> Doctrine:
        return USUAL

    def works_on(self, seen: Observation) -> bool:
        return False

    def believed(self, task: Task) -> tuple[float, float]:
        return task.x, task.y

    def on_redirected(self, task: Task) -> None:
        self.told.append(f"redirected to {task.x:.0f}")

    def on_relieved(self) -> None:
        self.told.append("relieved")

    def on_stood_down(self) -> None:
        self.told.append("stood down")
        self.datum = None

    @property
    def radio(self) -> Any:
        return self

    call_sign = 7


class Desk:
    """An office at a time."""

    time = 0.0
    holder = 0

    def __init__(self) -> None:
        self.notes: list[tuple[str, Reason | None, str]] = []
        self.hours: dict[str, float] = {}
        self.timers: list[tuple[float, Callable[..., None], tuple[Any, ...]]] = []
        self.refuses: set[str] = set()
        self.claims: list[float] = []
        self.told: list[Report] = []
        self.corrected: list[Report] = []
        self.agrees: dict[frozenset[int], bool] = {}
        self.linked: list[tuple[Link, list[int]]] = []
        self.sides: list[Weighing] = []

    def caveat(self, report: Report) -> Reason | None:
        return None

    def kept(self, unit: str, report: int) -> Reason | None:
        return None

    def takes(self, unit: str, report: int) -> float:
        return self.hours.get(unit, 0.0)

    def usually(self, unit: str) -> float:
        return self.hours.get(unit, 0.0)

    def later(self, hours: float, what: Callable[..., None], *args: Any) -> None:
        self.timers.append((self.time + hours, what, args))

    def refusal(self, order: Order) -> Reason | None:
        return Reason.PARTNER_REFUSED if order.unit.name in self.refuses else None

    def claim(self, report: Report, until: float, surplus: float | None = None) -> None:
        self.claims.append(until)

    def lot_of(self, report: int, unit: str) -> float:
        return named(f"{report} {unit}") / 2.0**64

    def weighed(self, call: Call, option: Option | Order, chance: float, why: Reason | None) -> None:
        sides, went = option.weighed, (why is None, "" if why is None else why.name.lower())
        assert sides is not None
        what = call.track.id, call.report.id, call.report.kind.name.lower(), str(option.unit.name), option.mate
        numbers = option.hours, chance, sides.found, sides.spent, sides.rate, sides.use, sides.cost
        self.sides.append(Weighing(self.time, "own", *what, *numbers, *went))

    def heeds(self, report: Report) -> bool:
        return True

    def hands_over(self, unit: str, contact: int) -> bool:
        return True

    def hand_over(self, unit: str) -> float:
        return 0.5 if unit == "slow" else 0.0

    def may_know(self, unit: str, known: Evidence) -> Evidence:
        return known

    def agree(self, one: Dossier, other: Dossier) -> bool | None:
        return self.agrees.get(frozenset((one.name, other.name)))

    def link(self, link: Link, reports: Sequence[Report]) -> None:
        self.linked.append((link, [one.id for one in reports]))

    def inform(self, report: Report) -> None:
        self.told.append(report)

    def correct(self, report: Report) -> None:
        self.corrected.append(report)

    def missed(self, task: Task, why: Reason) -> None:
        pass

    def lot(self, report: int) -> float:
        return 0.5

    def note(
        self,
        kind: Occurrence,
        reason: Reason | None = None,
        unit: str = "",
        track: int = 0,
        report: int = 0,
        asked: str = "",
    ) -> None:
        self.notes.append((kind, reason, unit))


def report(number: int, x: float = 10.0, kind: Kind = Kind.DISTRESS, time: float = 0.0) -> Report:
    """A report of one contact of one vessel."""
    return Report(
        number, kind, time, (Observation((1, number), time, x, 0.0, 0.0, 0.0, 0.1, 0.1, "dhow", True, 5, 1),), 0
    )


def command(*units: Unit) -> tuple[Command, Desk]:
    office = Desk()
    made = Command(mesa.Model(rng=1), "c", Picture(0), office)
    made.units = list(units)  # type: ignore[arg-type]
    return made, office


def sent(units: Sequence[Unit]) -> list[str]:
    return [unit.name for unit in units if unit.tasks]


def test_the_first_there_and_somebody_who_can_board() -> None:
    units = Unit("far", 3.0, True), Unit("air", 0.5), Unit("near", 1.0, True), Unit("busy", Reason.UNIT_BUSY, True)
    made, _ = command(*units)
    made.on_report(report(1))
    assert sent(units) == ["air", "near"] and not made.waiting
    made.on_report(report(2, 10.1, time=0.1))
    assert [len(unit.tasks) for unit in units] == [0, 1, 1, 0]  # answered is answered


def test_who_boards_and_is_first_goes_alone() -> None:
    units = Unit("ship", 0.5, True), Unit("air", 1.0)
    command(*units)[0].on_report(report(1))
    assert sent(units) == ["ship"]


def test_another_one_goes_when_a_unit_cannot_after_all_while_the_call_is_fresh() -> None:
    for age, expected in ((0.5, ["air", "other", "ship"]), (1.5, ["air", "ship"])):
        units = Unit("air", 0.2), Unit("other", 0.4), Unit("ship", 0.9, True)
        made, office = command(*units)
        made.on_report(report(1))
        office.time = age
        made.on_declined(next(iter(made.answered)), "air", 1)
        assert sent(units) == expected


def test_a_unit_that_refuses_is_not_asked_again() -> None:
    units = Unit("a", 0.2, True, takes=False), Unit("b", 0.4, True)
    made, _ = command(*units)
    made.on_report(report(1))
    assert sent(units) == ["a", "b"] and len(units[0].tasks) == 1


@pytest.mark.parametrize(("age", "comes"), [(0.9, True), (1.1, False)])
def test_a_call_waits_for_a_unit_while_it_is_fresh(age: float, comes: bool) -> None:
    unit = Unit("ship", Reason.TOO_FAR, True)
    made, office = command(unit)
    made.on_report(report(1))
    assert office.notes[-1][:2] == ("no_unit", Reason.TOO_FAR)
    office.time, unit.hours = age, 0.3
    made.on_available()
    assert bool(unit.tasks) == comes and not made.waiting


@pytest.mark.parametrize(("waits", "comes"), [(0.5, False), (2.0, True)])
def test_how_long_a_call_waits_is_said_by_the_scenario(waits: float, comes: bool) -> None:
    unit = Unit("ship", Reason.TOO_FAR, True)
    made = Command(mesa.Model(rng=1), "c", Picture(0), office := Desk(), standing=Standing(call_waits=waits))
    made.units = [unit]  # type: ignore[list-item]
    made.on_report(report(1))
    office.time, unit.hours = 1.1, 0.3
    made.on_available()
    assert bool(unit.tasks) == comes


def test_how_far_a_track_moves_before_a_unit_is_told_is_said_by_the_scenario() -> None:
    for redirects, told in ((0.5, ["redirected to 11"]), (2.0, [])):
        unit = Unit("ship", 0.5, True)
        made = Command(mesa.Model(rng=1), "c", Picture(0), office := Desk(), standing=Standing(redirects=redirects))
        made.units = [unit]  # type: ignore[list-item]
        made.on_report(report(1))
        office.time = 0.1
        made.on_report(report(2, 11.0, Kind.UPDATE, 0.1))
        assert unit.told == told


def test_a_call_is_looked_at_again_when_its_track_is_reported_again() -> None:
    """What fled has been halted meanwhile. Nothing is said twice."""
    unit = Unit("ship", Reason.OUT_OF_REACH, True)
    made, office = command(unit)
    made.on_report(report(1))
    office.time = 0.3
    made.on_report(report(2, 10.1, Kind.UPDATE, 0.1))
    assert not unit.tasks and sum(kind == "no_unit" for kind, _, _ in office.notes) == 1
    unit.hours = 0.4
    made.on_report(report(3, 10.2, Kind.UPDATE, 0.2))
    assert len(unit.tasks) == 1 and not made.waiting


def test_who_is_under_way_is_told_where_the_track_is_now() -> None:
    unit = Unit("ship", 0.5, True)
    made, office = command(unit)
    made.on_report(report(1))
    office.time = 0.2
    made.on_report(report(2, 10.5, Kind.UPDATE, 0.2))
    assert unit.told == []  # within what it is worth
    office.time = 0.3
    for k in range(3, 7):
        made.on_report(report(k, 14.0, Kind.UPDATE, 0.1 * k))
        office.time = 0.1 * k + 0.1
    assert unit.told and unit.told[-1].startswith("redirected to 1")


def test_whoever_shadows_is_relieved_by_a_contact_of_his_relief() -> None:
    shadow, other = Unit("air", Reason.UNIT_BUSY, quarry=5), Unit("far", Reason.UNIT_BUSY, quarry=8)
    shadow.call_sign, other.call_sign = 1, 2
    made, _ = command(shadow, other)
    made.on_report(report(1))
    (track,) = made.waiting
    made.on_relief(track, "air")
    assert shadow.told == []  # it does not relieve itself
    made.on_relief(track, "other")
    assert shadow.told == ["relieved"] and other.told == []


def test_a_hand_over_takes_its_time() -> None:
    for same in (True, False):
        slow = Unit("slow", Reason.UNIT_BUSY, quarry=5)
        slow.call_sign = 1
        made, office = command(slow)
        made.on_report(report(1))
        (track,) = made.waiting
        made.on_relief(track, "other")
        assert not slow.told
        ((when, what, args),) = office.timers
        slow.quarry = 5 if same else 6  # it may have lost the contact, and found another
        what(*args)
        assert when == 0.5 and slow.told == (["relieved"] if same else [])


# ---- with partners ------------------------------------------------------------------------------


def joint(
    mode: Mode, units: Sequence[Unit], partners: Sequence[Unit] = (), claims: bool = True
) -> tuple[Command, Desk]:
    made, office = command(*units)
    made.partners = list(partners)  # type: ignore[arg-type]
    made.tasking = Tasking(mode, True, claims)
    return made, office


def hear(made: Command, report: Report) -> None:
    """A report arrives, and nothing else at that instant."""
    made.on_report(report)
    made.circle.settle()


def engaged(number: int, about: Report, eta: float) -> Report:
    return replace(about, id=number, kind=Kind.ENGAGED, origin=1, sender=1, until=eta + Tasking().claims_last)


def test_a_partner_that_is_nearer_is_asked_when_the_request_is_worth_its_delay() -> None:
    for delay, asked in ((0.2, True), (0.6, False)):
        own, other = Unit("own", 0.9, True), Unit("other", 0.5, True)
        made, office = joint(Mode.COORDINATED, [own], [other])
        office.hours["other"] = delay
        hear(made, report(1))
        assert (("requested", None, "") in office.notes) == asked
        assert bool(own.tasks) != asked and not other.tasks
        if asked:
            (when, what, args) = office.timers[0]
            office.time = when
            what(*args)
            made.circle.settle()
            assert len(other.tasks) == 1 and when == delay and not made.ordered


def test_a_partner_that_refuses_or_has_become_busy_is_replaced() -> None:
    for busy in (False, True):
        own, other = Unit("own", 0.9, True), Unit("other", 0.5, True)
        made, office = joint(Mode.COORDINATED, [own], [other])
        office.hours["other"] = 0.1
        hear(made, report(1))
        if busy:
            other.hours = Reason.UNIT_BUSY
        else:
            office.refuses.add("other")
        office.time, what, args = office.timers[0]
        what(*args)
        made.circle.settle()
        assert not other.tasks and len(own.tasks) == 1
        why = Reason.UNIT_BUSY if busy else Reason.PARTNER_REFUSED
        assert ("request_refused", why, "") in office.notes


def test_a_unit_with_an_order_on_its_way_gets_no_second_one() -> None:
    unit = Unit("ship", 0.5, True)
    made, office = command(unit)
    office.hours["ship"] = 0.3
    made.on_report(report(1))
    made.on_report(replace(report(2), observations=tuple(replace(o, x=200.0, by=2) for o in report(2).observations)))
    assert len(office.timers) == 1 and office.notes[-1][:2] == ("no_unit", Reason.NO_UNIT_FREE)


def test_who_would_be_there_later_than_a_partner_stands_down() -> None:
    for eta, told in ((0.4, ["stood down"]), (0.6, [])):
        unit = Unit("ship", 0.5, True)
        made, _ = joint(Mode.COORDINATED, [unit])
        made.on_report(report(1))
        made.on_report(engaged(2, report(1), eta))
        assert unit.told == told


def test_what_a_partner_has_in_hand_is_left_to_him_and_ones_own_is_claimed() -> None:
    unit = Unit("ship", 0.5, True)
    made, office = joint(Mode.DECONFLICTED, [unit])
    made.on_report(engaged(1, report(1), 1.0))
    made.on_report(report(2))
    assert not unit.tasks and ("no_unit", Reason.PARTNER_TASKED, "") in office.notes
    alone, office = joint(Mode.NATIONAL, [unit], claims=False)
    alone.on_report(engaged(1, report(1), 1.0))
    alone.on_report(report(2))
    assert unit.tasks and not office.claims
    other, office = joint(Mode.DECONFLICTED, [Unit("b", 0.5, True)])
    other.on_report(report(3))
    assert office.claims == [0.5 + Tasking().claims_last]


def test_outside_its_sector_a_nation_leaves_it() -> None:
    unit = Unit("ship", 0.5, True)
    made, office = joint(Mode.DECONFLICTED, [unit])
    made.sector = lambda x, y: x < 5.0
    made.on_report(report(1))
    assert not unit.tasks and ("no_unit", Reason.OUTSIDE_SECTOR, "") in office.notes


def test_one_command_matches_calls_and_units_at_the_least_total() -> None:
    """First come, first served would send the near unit to the first call and leave the second to one hours away."""
    near, far = Unit("near", Reason.UNIT_BUSY, True), Unit("far", Reason.UNIT_BUSY, True)
    made, _ = joint(Mode.UNIFIED, [near, far])
    made.on_report(report(1))
    made.on_report(replace(report(2), observations=tuple(replace(o, x=200.0, by=2) for o in report(2).observations)))
    assert len(made.waiting) == 2
    hours = {("near", 10.0): 0.5, ("near", 200.0): 0.6, ("far", 10.0): 0.7, ("far", 200.0): 3.0}
    for unit in (near, far):
        unit.offer = lambda task, unit=unit: hours[unit.name, task.x] if not unit.datum else Reason.UNIT_BUSY  # type: ignore[misc, method-assign]
    made.on_available()
    assert [task.x for task in near.tasks] == [200.0] and [task.x for task in far.tasks] == [10.0]


def test_what_may_not_be_acted_upon_moves_nothing() -> None:
    for may in ({"use": "information"}, {}):
        unit = Unit("ship", 0.5, True)
        made, office = command(unit)
        made.known = Picture(9)
        made.tasking = Tasking(cues=bool(may))
        made.on_report(replace(report(1, kind=Kind.CONTACT), origin=1, **may))  # type: ignore[arg-type]
        assert not unit.tasks and not made.picture.tracks(0.0) and len(made.known.tracks(0.0)) == 1
        assert office.notes == [("noted", None, "")]


def test_what_another_command_has_sent_a_unit_to_is_left_to_it() -> None:
    """Before a unit is asked for, and when the request comes too late."""
    for late in (False, True):
        own, other = Unit("own", 0.9, True), Unit("other", 0.5, True)
        made, office = joint(Mode.COORDINATED, [own], [other])
        office.hours["other"] = 0.1
        task = Task(77, 1, True, 0.0, 0.0, 0.0, 0.0, 0.0, 1)
        if not late:
            other.datum = task
        hear(made, report(1))
        if late:
            other.datum = task
            office.time, what, args = office.timers[0]
            what(*args)
            made.circle.settle()
            assert ("request_refused", Reason.PARTNER_TASKED, "") in office.notes
        assert not own.tasks and not made.waiting and ("no_unit", Reason.PARTNER_TASKED, "") in office.notes


def tip(number: int = 1) -> Report:
    return replace(report(number, kind=Kind.TIP, time=5.0), until=9.0)


def test_who_is_to_wait_where_a_tip_says_is_said() -> None:
    unit = Unit("ship", 2.0, True)
    made, office = joint(Mode.COORDINATED, [unit])
    unit.craft = None  # type: ignore[attr-defined]
    made.on_report(tip())
    _, due, args = office.timers[0]
    due(*args)
    assert unit.tasks and office.claims == [2.0 + Tasking().claims_last]


@pytest.mark.parametrize("first", ["claim", "tip", "task"])
def test_a_tip_that_a_partner_sees_to_is_left_to_him(first: str) -> None:
    """Whether his word comes before the tip, before a unit is sent or after; it makes no track."""
    unit = Unit("ship", 2.0, True)
    unit.craft = None  # type: ignore[attr-defined]
    made, office = joint(Mode.COORDINATED, [unit])
    word = replace(tip(), id=2, kind=Kind.AWAITED, origin=1, sender=1, until=1.0 + Tasking().claims_last)
    if first == "claim":
        made.on_report(word)
    made.on_report(tip())
    if first == "tip":
        made.on_report(word)
    for _, what, args in office.timers[:1]:
        what(*args)
    if first == "task":
        made.on_report(word)
        assert unit.told == ["stood down"]
    else:
        assert not unit.tasks and ("no_unit", Reason.PARTNER_TASKED, "") in office.notes
    assert not made.picture.tracks(0.0) and ("claimed", None, "") in office.notes


def test_a_later_partner_does_not_stop_who_waits_for_a_tip() -> None:
    unit = Unit("ship", 2.0, True)
    unit.craft = None  # type: ignore[attr-defined]
    made, office = joint(Mode.COORDINATED, [unit])
    made.on_report(tip())
    _, due, args = office.timers[0]
    due(*args)
    made.on_report(replace(tip(), id=2, kind=Kind.AWAITED, origin=1, sender=1, until=3.0 + Tasking().claims_last))
    assert unit.told == []


# ---- what a partner's unit is after -------------------------------------------------------------


def partners(number: int, attended: bool | None, kind: Kind = Kind.CONTACT, by: int = 1, time: float = 0.0) -> Report:
    """A report of a partner's unit, which says whether it is after the contact and can board it."""
    made = report(number, kind=kind, time=time)
    seen = tuple(replace(one, id=(by, number), by=by) for one in made.observations)
    return replace(made, observations=seen, origin=1, sender=1, attended=attended)


def test_a_contact_whose_observer_is_after_it_is_left_to_him() -> None:
    for attended, goes in ((True, False), (False, True), (None, True)):
        made, office = command(unit := Unit("ship", 0.5, True))
        made.on_report(partners(1, attended))
        assert bool(unit.tasks) == goes
        assert (("no_unit", Reason.PARTNER_TASKED, "") in office.notes) != goes


def test_what_ones_own_unit_is_after_is_known_without_that() -> None:
    """It goes by what the unit is at now; of a partner's unit under its own command too."""
    made, _ = command(unit := Unit("ship", 0.5, True))
    made.on_report(replace(partners(1, True), origin=0))
    assert unit.tasks
    led, _ = command(unit := Unit("ship", 0.5, True))
    led.on_report(partners(1, True, by=unit.call_sign))
    assert unit.tasks


def test_a_call_for_help_is_answered_whoever_is_after_the_caller_s_track() -> None:
    made, _ = command(unit := Unit("ship", 0.5, True))
    made.on_report(partners(1, True))
    made.on_report(report(2, time=0.0))
    assert unit.tasks and unit.tasks[0].distress


@pytest.mark.parametrize(
    ("kind", "attended", "goes"),
    [
        (Kind.UPDATE, False, True),
        (Kind.CONTACT, False, True),
        (Kind.UPDATE, None, False),
        (Kind.UPDATE, True, False),
        (Kind.LOST, None, False),
    ],
)
def test_that_the_observer_is_not_after_it_any_more_is_news(kind: Kind, attended: bool | None, goes: bool) -> None:
    """What is not said is no news."""
    made, office = command(unit := Unit("ship", 0.5, True))
    made.on_report(partners(1, True))
    office.time = 0.2
    made.on_report(partners(2, attended, kind, time=0.1))
    assert bool(unit.tasks) == goes


def test_of_two_who_are_after_it_the_last_counts() -> None:
    made, office = command(unit := Unit("ship", 0.5, True))
    made.on_report(partners(1, True))
    made.on_report(partners(2, True, by=2))
    office.time = 0.2
    made.on_report(partners(3, False, Kind.UPDATE, time=0.1))
    assert not unit.tasks
    made.on_report(partners(4, False, Kind.UPDATE, by=2, time=0.1))
    assert unit.tasks


def test_a_call_that_waits_is_left_to_who_goes_after_it() -> None:
    made, office = command(unit := Unit("ship", Reason.TOO_FAR, True))
    made.on_report(partners(1, False))
    office.time, unit.hours = 0.2, 0.5
    made.on_report(partners(2, True, Kind.UPDATE, time=0.1))
    assert not unit.tasks and not made.waiting and office.notes[-1][:2] == ("no_unit", Reason.PARTNER_TASKED)


# ---- dossiers -----------------------------------------------------------------------------------

OPTICAL = KINDS.index("optical")
HULLS = Identity({(OPTICAL, 0, 0): ((0.9, 0.001),)}, {"dhow": 25.0}, names=0.9)
SIGNS = Signs(
    ("gear",),
    ("piracy",),
    (float("inf"),),
    {"dhow": ((0.1,), (0.9,))},
    {(OPTICAL, 0, 0): ((0.9, 0.1),)},
    {"dhow": (0.95, 0.05)},
)
WANTED = Dossier(4, Repute.WANTED, "dhow", 0, (0.05, 0.95), 0.0, 100.0)


def about(dossier: Dossier, number: int = 1, use: str = "tasking", origin: int = 0) -> Report:
    seen = Observation((dossier.name, 0), 0.0, 10.0, 0.0, None, None, 0.1, 0.0, dossier.hull, None, 0, dossier.name)
    made = Report(number, Kind.DOSSIER, 0.0, (seen,), 0, dossier.until, origin, dossier=dossier)
    return replace(made, use=use)  # type: ignore[arg-type]


def sighted(number: int, x: float, word: int, fits: bool, contact: int) -> Report:
    look, compared = Look(float(number), OPTICAL, 0, 0, word), Comparison(float(number), OPTICAL, 0, 0, 4, fits)
    seen = Observation(
        (1, number), 0.0, x, 0.0, 0.0, 0.0, 0.1, 0.1, "dhow", True, contact, 1, looks=(look,), compared=(compared,)
    )
    return Report(number, Kind.CONTACT, 0.0, (seen,), 0, origin=0)


def test_the_ships_are_told_of_a_dossier_once() -> None:
    made, office = command()
    for _ in range(3):
        made.on_report(about(WANTED))
    assert [note[0] for note in office.notes] == [Occurrence.LISTED, Occurrence.NOT_TAKEN, Occurrence.NOT_TAKEN]
    assert [told.dossier for told in office.told] == [WANTED]
    assert made.picture.tracks(0.0) == ()


def test_one_that_is_for_information_only_is_not_used() -> None:
    made, office = command()
    made.on_report(about(WANTED, use="information", origin=3))
    assert [note[0] for note in office.notes] == [Occurrence.NOTED]
    assert made.register.listed("dhow", 0.0) == () and not office.told


def test_tracks_that_are_taken_for_one_hull_are_known_as_one() -> None:
    """Two contacts a hundred miles apart: what one has shown is known of both; of one that does not fit nothing is."""
    made, _ = command()
    made.judge = Judge(SIGNS, Thresholds(), identity=HULLS)
    made.on_report(about(WANTED))
    for one in (sighted(2, 10.0, 1, True, 5), sighted(3, 110.0, 0, True, 6), sighted(4, 210.0, 0, False, 7)):
        made.on_report(one)
    looks = [
        len(made.evidence(track).looks) for track in sorted(made.picture.tracks(0.0), key=lambda track: track.latest.x)
    ]
    assert looks == [2, 2, 1]


def visited(number: int, repute: Repute = Repute.HARMLESS, origin: int = 3) -> Report:
    """Word of a visit to a hull that was taken for that of the dossier."""
    found = Dossier(number, repute, "dhow", 0, (0.99, 0.01), 5.0, 100.0, same_as=(WANTED.name, 1.0))
    return about(found, number, origin=origin)


def correcting() -> tuple[Command, Desk]:
    """A command that corrects its dossiers."""
    made, office = command()
    made.tasking = Tasking(cues=True)
    made.judge = Judge(SIGNS, Thresholds(), identity=replace(HULLS, corrections=Corrections(0.7)))
    return made, office


def test_only_the_originator_corrects_a_dossier() -> None:
    for origin, versions in ((0, [1]), (3, [])):
        made, office = correcting()
        made.on_report(about(WANTED, origin=origin))
        for _ in range(2):
            made.on_report(visited(9))
        assert [report.dossier.version for report in office.corrected if report.dossier] == versions
        assert [one.version for one in made.register.listed("dhow", 0.0) if one.name == WANTED.name] == (
            versions or [0]
        )


def test_visits_correct_it_whichever_come_first() -> None:
    last = []
    for order in ((9, 10, 0), (10, 0, 9), (0, 9, 10)):
        made, office = correcting()
        for number in order:
            made.on_report(visited(number) if number else about(WANTED))
        assert office.corrected[-1].origin == 0
        last.append(made.register.latest(WANTED.name))
    assert len({one.chances for one in last if one is not None}) == 1


def test_two_originators_that_know_of_different_visits_come_to_an_end() -> None:
    """Each takes the milder one from the other, and answers nothing."""
    both = [correcting(), correcting()]
    for (made, _), searches in zip(both, ((9,), (10, 11)), strict=True):
        for report in (about(WANTED), *map(visited, searches)):
            made.on_report(report)
    heard = [0, 0]
    for _ in range(20):
        for k, (made, _) in enumerate(both):
            for report in both[1 - k][1].corrected[heard[k] :]:
                heard[k] += 1
                made.on_report(replace(report, id=100 + 50 * k + heard[k], origin=3))
    assert [len(office.corrected) for _, office in both] == [1, 2]
    assert len({made.register.latest(WANTED.name) for made, _ in both}) == 1


def test_a_later_reading_of_a_name_is_not_undone() -> None:
    """A correction has the times of the latest version, and there is none where nothing has become milder."""
    made, office = correcting()
    first = replace(WANTED, repute=Repute.HARMLESS, chances=(0.98, 0.02))
    for number, one in enumerate((first, replace(first, version=9, time=8.0, until=120.0)), 1):
        made.on_report(about(one, number))
    made.on_report(visited(9))
    assert office.corrected == []
    made.on_report(visited(10, Repute.WANTED))
    ((told,),) = [[report.dossier for report in office.corrected]]
    assert told is not None and (told.withdrawn, told.version, told.time, told.until) == (True, 10, 8.0, 120.0)


def test_a_hull_that_was_taken_is_withdrawn_for_good() -> None:
    made, office = correcting()
    for one in (about(WANTED), visited(9, Repute.TAKEN), visited(10)):
        made.on_report(one)
    told = [report.dossier for report in office.corrected]
    assert [(one.repute, one.withdrawn) for one in told if one is not None] == [(Repute.TAKEN, True)]
    assert WANTED.name not in {one.name for one in made.register.listed("dhow", 0.0)}


# ---- links --------------------------------------------------------------------------------------

AGREE = Identity({(OPTICAL, 0, 0): ((0.9, 0.001),)}, {"dhow": 25.0}, names=0.9, agree=((0.9, 0.002),))
SEEN_AGAIN = replace(WANTED, name=6, time=1.0)


def centre(links: float | None = 0.7) -> tuple[Command, Desk]:
    made, office = command()
    made.judge, made.links = Judge(SIGNS, Thresholds(), identity=AGREE), links
    return made, office


def test_a_centre_links_what_agrees_and_tells_it_once() -> None:
    """450 / 24 to one for the pair that agrees: 0.949; what does not agree, or is not compared, is not linked."""
    made, office = centre()
    office.agrees = {frozenset((4, 6)): True, frozenset((4, 8)): False}
    for number, dossier in enumerate((WANTED, SEEN_AGAIN, replace(WANTED, name=8)), 1):
        made.on_report(about(dossier, number))
    ((link, reports),) = office.linked
    assert (link.one, link.other, reports) == (4, 6, [1, 2])
    assert link.chance == pytest.approx(450.0 / (24.0 + 450.0))
    assert [one.stands for one in made.register.listed("dhow", 0.0)] == [4, 4, 8]
    assert not centre(None)[1].linked


def test_who_sees_too_little_or_does_not_look_links_nothing() -> None:
    for links in (0.96, None):
        made, office = centre(links)
        office.agrees = {frozenset((4, 6)): True}
        for number, dossier in enumerate((WANTED, SEEN_AGAIN), 1):
            made.on_report(about(dossier, number))
        assert not office.linked


def test_word_of_a_link_joins_the_tracks_of_both() -> None:
    """Two contacts, each taken for the hull of one dossier: then they are one hull. Ships are told once."""
    made, office = centre(None)
    for number, dossier in enumerate((WANTED, SEEN_AGAIN), 1):
        made.on_report(about(dossier, number))
    first, second = sighted(3, 10.0, 1, True, 5), sighted(4, 110.0, 0, True, 6)
    (seen,) = second.observations
    other = replace(seen, compared=tuple(one._replace(dossier=6) for one in seen.compared))
    for one in (first, replace(second, observations=(other,))):
        made.on_report(one)
    assert sorted(made.files) == [4, 6]
    assert [len(made.evidence(track).looks) for track in made.picture.tracks(0.0)] == [1, 1]
    told = replace(about(WANTED, 9, origin=3), kind=Kind.LINK, dossier=None, link=Link(4, 6, 0.9))
    for report in (told, told, replace(told, use="information")):
        made.on_report(report)
    assert [note[0] for note in office.notes[-3:]] == [Occurrence.LISTED, Occurrence.NOT_TAKEN, Occurrence.NOTED]
    assert [report.link for report in office.told if report.link] == [told.link]
    assert [len(made.evidence(track).looks) for track in made.picture.tracks(0.0)] == [2, 2]
