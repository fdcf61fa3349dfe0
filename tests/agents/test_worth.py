"""Who goes by worth: of several the one of whom most is to be expected, and nobody where his station is worth more."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import mesa
import pytest

from guardship.agents import Task
from guardship.agents.circle import Call, Circle, Order
from guardship.agents.command import Command, Standing
from guardship.agents.patrol.boarding import Team
from guardship.agents.patrol.boats import Boats
from guardship.agents.patrol.doctrine import Doctrine
from guardship.agents.patrol.duty import Hours
from guardship.coalition.going import Going, Means
from guardship.coalition.going import Weighed as Sides
from guardship.coalition.tasking import Mode, Tasking
from guardship.intelligence import History, Kind, Picture, Report, Track
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

from .test_command import Desk, Unit, engaged, hear, report, tip

SHIP = Means(reach=8.0, width=16.0, speed=15.0, search=2.0, stops=0.8, boards=1.0)
PLANE = Means(reach=15.0, width=30.0, speed=120.0, search=1.0, keeps=3.0)
TEAM = Team(lambda u: 1.0, succeeds=0.8)
STATED = Going(rate=0.02, hours=100.0)


@dataclass(eq=False)
class Weighed(Unit):
    """A unit that says for itself what it is told to. `rescues`: it is bound to go to the rescue."""

    own: Means | Reason = SHIP
    rescues: bool = False
    patrolled: Hours = field(default_factory=lambda: Hours(None))
    boats: Boats[Any] = field(default_factory=Boats)
    craft: Any = None
    sign: int = 7
    __hash__ = object.__hash__

    def means(self, task: Task, hull: str | None, hours: float) -> Means | Reason:
        return self.own

    def bound_to(self, task: Task) -> bool:
        return self.rescues

    @property
    def doctrine(self) -> Doctrine:
        keeps = 0.0 if isinstance(self.own, Reason) else self.own.keeps
        return Doctrine(15.0, 28.0, team=TEAM if self.can_board else None, shadows=keeps)

    @property
    def keeps_for(self) -> float:
        return self.doctrine.shadows

    @property
    def radio(self) -> Any:
        return SimpleNamespace(call_sign=self.sign)


@dataclass(eq=False)
class Two(Weighed):
    """One that is so many hours `away` from each call."""

    away: dict[int, float] = field(default_factory=dict)
    __hash__ = object.__hash__

    def offer(self, task: Task) -> float | Reason:
        return Reason.UNIT_BUSY if self.datum else self.away[task.report]


def ship(name: str, hours: float | Reason, **own: Any) -> Weighed:
    return Weighed(name, hours, True, own=SHIP._replace(**own))


def plane(name: str, hours: float, **own: Any) -> Weighed:
    return Weighed(name, hours, own=PLANE._replace(**own), craft=object())


def command(units: Sequence[Weighed], partners: Sequence[Weighed] = (), **standing: Any) -> tuple[Command, Desk]:
    """Both with a circle of their own."""
    office = Desk()
    office.spares = lambda order: None  # type: ignore[attr-defined]
    asked = Standing(going=standing.pop("going", STATED), **standing)
    tasking = Tasking(Mode.COORDINATED if partners else Mode.NATIONAL, claims=bool(partners))
    made = Command(mesa.Model(rng=1), "c", Picture(0), office, tasking=tasking, standing=asked, circle=Circle())
    made.units, made.partners = list(units), list(partners)  # type: ignore[arg-type]
    return made, office


def cue(number: int, x: float = 10.0, by: int = 1) -> Report:
    """A suspicious contact that a partner has."""
    seen = report(number, x, Kind.CONTACT)
    of = tuple(replace(one, id=(by, number), by=by, contact=number) for one in seen.observations)
    return replace(seen, observations=of, origin=1, attended=False)


def tasked(units: Sequence[Weighed]) -> list[str]:
    return [unit.name for unit in units if unit.tasks]


def reasons(office: Desk) -> list[Reason | None]:
    return [why for kind, why, _ in office.notes if kind == Occurrence.NO_UNIT]


# ---- one call ------------------------------------------------------------------------------------


def test_not_the_nearest_but_of_whom_most_is_expected() -> None:
    units = [ship("near", 0.5, stops=0.1), ship("far", 2.0)]
    made, office = command(units)
    hear(made, cue(1))
    assert tasked(units) == ["far"] and not made.waiting
    (row,) = office.sides
    assert (row.unit, row.went, row.reason, row.kind) == ("far", True, "", "contact")
    assert row.use > row.cost and row.use == pytest.approx(0.5 * 0.8 * row.found)  # a label is worth one half


def test_nobody_goes_where_a_station_is_worth_more_and_that_is_said_once_with_both_sides() -> None:
    units = [ship("ship", 12.0)]
    made, office = command(units)
    hear(made, cue(1))
    hear(made, replace(cue(2), kind=Kind.UPDATE))
    assert not tasked(units) and reasons(office) == [Reason.NOT_WORTH_GOING]
    (row,) = office.sides
    assert not row.went and row.use < row.cost and row.reason == "not_worth_going"
    assert made.waiting and not made.sees_to(next(iter(made.waiting.values())).track)


def test_where_nobody_can_go_the_reason_is_as_ever() -> None:
    units = [ship("ship", Reason.TOO_FAR), Weighed("other", 1.0, True, own=Reason.OUTSIDE_SECTOR)]
    made, office = command(units)
    hear(made, cue(1))
    assert reasons(office) == [Reason.TOO_FAR] and not office.sides


def test_a_unit_that_goes_is_known_to_see_to_the_track() -> None:
    made, office = command([ship("ship", 1.0)])
    office.hours["ship"] = 0.1
    hear(made, cue(1))
    track = next(iter(made.answered.values())).track
    assert made.sees_to(track)  # the order is on its way
    office.time, what, args = office.timers[0]
    what(*args)
    assert made.sees_to(track) and made.under_way(track.id)


def test_how_far_is_a_cap() -> None:
    """The command's own; the unit is told."""
    units = [ship("ship", 1.0)]
    made, _ = command(units, going=replace(STATED, within=150.0))
    hear(made, cue(1))
    assert units[0].tasks[0].within == 150.0


def test_a_duty_is_not_weighed() -> None:
    units = [Weighed("ship", 12.0, True, own=SHIP, rescues=True)]
    made, office = command(units)
    hear(made, report(1))
    assert tasked(units) == ["ship"] and office.sides[0].cost == 0.0


# ---- who looks, who boards -----------------------------------------------------------------------


def test_an_aircraft_looks_and_a_ship_comes_when_it_has_found_it() -> None:
    """The ship would be there while the aircraft keeps it; until then it stays where it is."""
    air, cutter = plane("air", 0.5), ship("cutter", 2.5, reach=0.5, search=0.0)
    air.sign = 4
    made, office = command([air, cutter])
    hear(made, cue(1))
    assert tasked([air, cutter]) == ["air"] and office.sides[0].mate == "cutter"
    hear(made, replace(cue(2), kind=Kind.UPDATE))
    assert not cutter.tasks  # somebody looks already
    air.quarry = 2
    hear(made, cue(2, by=4))
    assert tasked([air, cutter]) == ["air", "cutter"]


def test_a_ship_goes_by_herself_where_she_finds_as_much() -> None:
    units = [plane("air", 0.5), ship("cutter", 0.6)]
    made, office = command(units)
    hear(made, cue(1))
    assert tasked(units) == ["cutter"] and office.sides[0].mate == ""


def test_an_aircraft_alone_stops_nobody() -> None:
    units = [plane("air", 0.5)]
    made, office = command(units)
    hear(made, cue(1))
    assert not tasked(units) and office.sides[0].use == 0.0


def test_to_a_call_for_help_the_first_goes_to_be_there_and_a_team_with_it() -> None:
    air, cutter = plane("air", 0.2), ship("cutter", 1.0)
    made, _ = command([air, cutter])
    hear(made, report(1))
    assert tasked([air, cutter]) == ["air", "cutter"] and not made.waiting


def test_an_aircraft_looks_where_a_tip_says() -> None:
    air, cutter = plane("air", 0.5, search=5.0), ship("cutter", 2.5, search=0.0, reach=0.1)
    made, office = command([air, cutter])
    hear(made, replace(tip(), observations=tuple(replace(one, sigma=10.0) for one in tip().observations)))
    _, due, args = office.timers[0]
    due(*args)
    made.circle.settle()
    assert tasked([air, cutter]) == ["air"] and air.tasks[0].until == 9.0


# ---- several calls -------------------------------------------------------------------------------


def test_calls_of_one_instant_are_decided_on_together() -> None:
    """First come, first served would send the only near one to the first call, and leave the second without."""
    for order in ((1, 2), (2, 1)):
        one, two = Two("one", 0.0, True, away={1: 1.0, 2: 1.5}), Two("two", 0.0, True, away={1: 1.5, 2: 40.0})
        made, _ = command([one, two])
        for number in order:
            made.on_report(cue(number, 10.0 if number == 1 else 200.0))
        made.circle.settle()
        assert [unit.tasks[0].report for unit in (one, two)] == [2, 1]


def test_a_reserve_is_kept_back() -> None:
    units = [ship("one", 1.0), ship("two", 1.0)]
    made, office = command(units, reserve=1)
    for number, x in ((1, 10.0), (2, 200.0)):
        made.on_report(cue(number, x))
    made.circle.settle()
    assert len(tasked(units)) == 1 and Reason.KEPT_IN_RESERVE in reasons(office)


@pytest.mark.parametrize("names", [("a", "b", "c"), ("z", "y", "x")])
def test_names_and_order_of_units_change_nothing(names: Sequence[str]) -> None:
    """Of those who differ: the best goes. (Equals are parted by lot.)"""
    for turn in range(3):
        units = [ship(name, hours) for name, hours in zip(names, (1.0, 1.5, 2.0), strict=True)]
        made, _ = command([*units[turn:], *units[:turn]])
        hear(made, cue(1))
        assert tasked(units) == [names[0]]


# ---- what a station is worth ---------------------------------------------------------------------


def met(number: int, kind: Kind = Kind.CONTACT) -> Report:
    """Of the fifth contact of an own unit, whose call sign is 7."""
    seen = cue(number, by=7)
    of = tuple(replace(one, contact=5) for one in seen.observations)
    return replace(seen, kind=kind, observations=of, origin=0, attended=True)


def test_a_station_on_which_much_is_met_is_left_for_less() -> None:
    unit = ship("ship", 1.0)
    made, office = command([unit])
    assert made.worth is not None and made.worth.rate(unit) == 0.02  # type: ignore[arg-type]
    hear(made, met(1))
    assert made.worth.rate(unit) == pytest.approx((2.0 + 0.5 * 0.8) / 100.0)  # type: ignore[arg-type]
    hear(made, met(2, Kind.CLEARED))
    assert made.worth.rate(unit) == 0.02  # type: ignore[arg-type]
    unit.patrolled, office.time = Hours(0.0), 100.0
    assert made.worth.rate(unit) == 0.01  # type: ignore[arg-type]


def test_what_it_was_sent_after_is_not_what_its_station_is_good_for() -> None:
    unit = ship("ship", 1.0)
    made, _ = command([unit])
    unit.datum = Task(1, 1, False, 0.0, 0.0, 0.0, 0.0, 0.0)
    hear(made, met(1))
    assert made.worth is not None and made.worth.rate(unit) == 0.02  # type: ignore[arg-type]


# ---- partners ------------------------------------------------------------------------------------


def test_a_partner_is_asked_only_when_the_surplus_covers_the_delay() -> None:
    for delay, asked in ((0.1, True), (6.0, False)):
        own, other = ship("own", 3.0), ship("other", 0.5)
        made, office = command([own], [other])
        office.hours["other"] = delay
        hear(made, cue(1))
        assert (("requested", None, "") in office.notes) == asked
        assert bool(own.tasks) != asked


@pytest.mark.parametrize(("rate", "gives"), [(0.02, True), (0.5, False)])
def test_the_owner_gives_it_when_its_own_station_is_worth_less(rate: float, gives: bool) -> None:
    other = ship("other", 0.5)
    owner, _ = command([other], going=replace(STATED, rate=rate))
    asker, office = command([], [other])
    office.refusal = owner.spares  # type: ignore[method-assign]
    hear(asker, cue(1))
    assert bool(other.tasks) == gives
    assert (("request_refused", Reason.NOT_WORTH_GOING, "") in office.notes) != gives


def test_a_duty_to_rescue_is_not_weighed_by_the_owner_either() -> None:
    other = ship("other", 0.5, disposes=1000.0)
    other.rescues = True
    owner, _ = command([other], going=replace(STATED, rate=0.5))
    asker, office = command([], [other])
    office.refusal = owner.spares  # type: ignore[method-assign]
    hear(asker, report(1, 10.0))
    assert other.tasks


def test_whoever_comes_after_one_that_is_bound_to_the_rescue_is_weighed() -> None:
    looker, mate = plane("plane", 0.1), ship("ship", 1.0)
    looker.rescues = True
    made, office = command([looker, mate])
    assert made.worth is not None
    hear(made, report(1, 10.0))
    row = next(row for row in office.sides if row.unit == "plane")
    assert row.rate == 0.0 and (row.mate == "") == (row.cost == 0.0)
    assert row.mate == "ship" and row.cost > 0.0


def test_what_a_unit_of_any_partner_is_sent_to_is_left_to_it_under_whatever_report() -> None:
    own, other = ship("own", 1.0), ship("other", 1.0)
    made, office = command([own], [other])
    other.datum = Task(77, 999, False, 0.0, 0.0, 0.0, 0.0, 0.0, 1, about=frozenset({(1, 1)}))
    hear(made, cue(1))
    assert not own.tasks and reasons(office) == [Reason.PARTNER_TASKED]


@pytest.mark.parametrize(("surplus", "told"), [(9.0, ["stood down"]), (0.001, []), (None, ["stood down"])])
def test_who_has_the_smaller_surplus_stands_down(surplus: float | None, told: list[str]) -> None:
    """Whoever is there first; where a partner does not say what he expects, who is there later does."""
    unit = ship("ship", 1.0)
    made, _ = command([unit], [ship("other", Reason.UNIT_BUSY)])
    hear(made, cue(1))
    hear(made, replace(engaged(2, cue(1), 0.5), surplus=surplus))
    assert unit.told == told


def test_owners_who_do_not_weigh_go_before_who_weighs_and_their_requests_after() -> None:
    own, other = ship("own", 1.0), ship("other", 1.0)
    weighs, office = command([own], [other])
    office.lot = lambda report: 0.5  # type: ignore[method-assign]
    nearest = Command(mesa.Model(rng=1), "n", Picture(0), office, circle=Circle())
    nearest.units, nearest.partners = [other], [own]  # type: ignore[list-item]
    track, task = Track(1, cue(1).observations[0], History(0.0, 0.0), 1), Task(1, 1, False, 0, 0, 0, 0, 0)
    call = Call(track, cue(1), False)
    sides = Sides(9.0, 0.5, 1.0, 0.1), Sides(2.0, 0.5, 1.0, 0.1)
    orders = [
        Order(nearest, call, task, other, 1.0),  # type: ignore[arg-type]
        Order(weighs, call, task, other, 1.0, sides[0]),  # type: ignore[arg-type]
        Order(weighs, call, task, own, 1.0, sides[1]),  # type: ignore[arg-type]
        Order(nearest, call, task, own, 1.0),  # type: ignore[arg-type]
    ]
    backwards = orders[::-1]
    assert sorted(backwards, key=lambda order: order.precedence) == orders


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_commands_that_want_one_unit_the_greater_surplus_has_it(first: int) -> None:
    """They hear at one instant, whoever first; a partner's unit is asked for at the usual delay."""
    circle, spare = Circle(), ship("spare", 1.0)
    desks = [command([spare] if k == 0 else [], [spare] if k else [ship("x", Reason.UNIT_BUSY)]) for k in range(2)]
    for k, (made, office) in enumerate(desks):
        made.circle, office.holder = circle, k
    calls = [replace(cue(1), origin=0), replace(cue(2, 200.0), origin=1)]
    desks[0][1].hours["spare"] = 0.5
    for k in (first, 1 - first):
        desks[k][0].on_report(calls[k])
    circle.settle()
    assert [task.report for task in spare.tasks] == [2]
