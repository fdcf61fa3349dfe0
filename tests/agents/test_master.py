"""The master of a ship among stubs: what he orders upon a warning, and what ends it."""

from typing import Any

import mesa
import pytest

from guardship.agents import Merchant, Sighting
from guardship.agents.interfaces import Course
from guardship.agents.master import Fairway, Orders, Sailing
from guardship.agents.merchant import Handling
from guardship.agents.reckoning import Choice, Reckoning
from guardship.intelligence import Advisory, Fix, Trust
from guardship.occurrences import Occurrence

SKIFF = Sighting(3, 0.0, 1.0, 0.0, 0.0, 0.0, 0.1, "skiff", True)
ORDERS = {"sail", "hold", "resume", "watch"}


class Stub:
    """Helm and radio that write down what they are told; the ship is at (0, 0) on her way to (200, 0)."""

    time = 0.0

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.about = Course(((200.0, 0.0),))

    def position(self) -> tuple[float, float]:
        return 0.0, 0.0

    def velocity(self) -> tuple[float, float]:
        return 10.0, 0.0

    def course(self) -> Course:
        return self.about

    def by_water(self, way: Any) -> Any:
        return way

    def sail(self, points: Any, speed: float, loop: bool = False) -> bool:
        self.told.append(("sail", points[-1], speed))
        return True

    def __getattr__(self, name: str) -> Any:
        return lambda *a, **k: self.told.append((name, *a))

    @property
    def orders(self) -> list[tuple[Any, ...]]:
        return [one for one in self.told if one[0] in ORDERS]

    @property
    def noted(self) -> list[Occurrence]:
        return [one[1] for one in self.told if one[0] == "note"]


def ship(*choices: Choice, sailing: Sailing | None = None, **fairway: Any) -> tuple[Merchant, Any]:
    own = Reckoning(frozenset(choices), Trust(1.0, 1.0), 1000.0, 0.0, 0.0, 1e7, 5.0, 0.5, 10.0, 2.0, 0.5, 0.1)
    helm: Any = Stub()
    orders = Orders(own, Fairway(**fairway), sailing)
    return Merchant(mesa.Model(rng=1), "m/0", helm, helm, Handling(10.0, 4.0), orders), helm


def advisory(x: float = 100.0, version: int = 0, until: float = 20.0) -> Advisory:
    return Advisory(1, version, Fix(x, 0.0, 1e-6, 0.0, 0.0), 30.0, 0.0, until, frozenset())


def warn(ship: Merchant, **what: Any) -> None:
    ship.on_advised(advisory(**what), Trust())


@pytest.mark.parametrize(
    ("choice", "orders", "noted"),
    [
        (Choice.WATCH, [("watch", True)], Occurrence.WATCH_DOUBLED),
        (Choice.FASTER, [("resume", 14.0)], Occurrence.HASTENS),
        (Choice.AROUND, [("sail", (200.0, 0.0), 10.0)], Occurrence.GOES_AROUND),
        (Choice.BACK, [("hold",)], Occurrence.KEEPS_AWAY),
    ],
)
def test_a_choice_is_ordered_and_noted(choice: Choice, orders: list[tuple[Any, ...]], noted: Occurrence) -> None:
    merchant, helm = ship(choice)
    warn(merchant)
    assert helm.orders == orders and helm.noted == [noted]


def test_a_warning_of_what_is_not_on_the_way_changes_nothing() -> None:
    merchant, helm = ship(*Choice)
    merchant.on_advised(Advisory(1, 0, Fix(100.0, 80.0, 1.0, 0.0, 0.0), 30.0, 0.0, 20.0, frozenset()), Trust())
    assert helm.told == []


def test_going_on_is_noted_and_orders_nothing() -> None:
    merchant, helm = ship()
    warn(merchant)
    assert helm.orders == [] and helm.noted == [Occurrence.STANDS_ON]


def test_when_the_circle_is_behind_it_is_as_before_unless_something_else_was_decided() -> None:
    merchant, helm = ship(Choice.FASTER)
    warn(merchant)
    assert merchant.master is not None
    assert ("later", pytest.approx(130.0 / 14.0), "master.on_past", 1) in helm.told
    merchant.master.on_past(0)
    assert helm.orders == [("resume", 14.0)]
    merchant.master.on_past(1)
    assert helm.orders == [("resume", 14.0), ("resume", 10.0)]


def test_who_waits_goes_on_when_it_is_over() -> None:
    merchant, helm = ship(Choice.BACK)
    warn(merchant)
    assert merchant.master is not None and merchant.master.waiting
    merchant.master.on_over(1)
    assert helm.orders == [("hold",), ("sail", (200.0, 0.0), 10.0)] and not merchant.master.waiting


def test_who_waits_and_is_made_for_runs_along_her_way() -> None:
    merchant, helm = ship(Choice.BACK)
    warn(merchant)
    merchant.on_contact(SKIFF)
    merchant.on_contact_lost(3)
    assert helm.orders == [("hold",), ("sail", (200.0, 0.0), 14.0), ("resume", 10.0)]


def test_out_of_the_circle_she_goes_back_and_stays_there() -> None:
    merchant, helm = ship(Choice.BACK)
    warn(merchant, x=10.0)
    assert helm.orders == [("sail", (pytest.approx(-20.0), 0.0), 10.0)]
    merchant.on_arrival()
    assert helm.orders[-1] == ("hold",) and ("leave",) not in helm.told


def test_whoever_is_taken_or_made_for_decides_nothing() -> None:
    merchant, helm = ship(Choice.AROUND)
    merchant.on_contact(SKIFF)
    warn(merchant)
    merchant.on_seized([(5.0, 5.0)], 10.0)
    warn(merchant, version=1)
    assert Occurrence.GOES_AROUND not in helm.noted


def test_captors_end_what_a_master_has_decided() -> None:
    merchant, helm = ship(Choice.BACK)
    warn(merchant)
    merchant.on_seized([(5.0, 5.0)], 10.0)
    assert merchant.master is not None
    merchant.master.on_over(1)
    assert helm.orders[-1] == ("sail", (5.0, 5.0), 10.0)


def test_the_next_group_that_she_can_keep_up_with() -> None:
    """A group of 8 kn left 100 nm back at 0 h; one of 12 kn is too fast for her."""
    fairway = Fairway(length=300.0, groups=((0.0, 8.0), (1.0, 12.0)))
    ((hours, speed),) = fairway.coming(2.0, 200.0, 10.0)
    assert hours == pytest.approx(10.5) and speed == 8.0


def test_who_joins_waits_for_the_group_and_keeps_its_speed() -> None:
    merchant, helm = ship(Choice.JOINS, length=250.0, groups=((0.0, 8.0),))
    warn(merchant, until=200.0)
    assert merchant.master is not None
    assert helm.orders == [("hold",)] and ("later", pytest.approx(50.0 / 8.0), "master.on_over", 1) in helm.told
    merchant.master.on_over(1)
    assert helm.orders[-1] == ("sail", (200.0, 0.0), 8.0)


def test_those_who_sail_together_do_what_the_first_has_decided() -> None:
    sailing = Sailing()
    first, one = ship(Choice.FASTER, Choice.AROUND, sailing=sailing)
    second, other = ship(Choice.FASTER, Choice.AROUND, sailing=sailing)
    warn(first)
    warn(second)
    assert one.noted == other.noted
    assert first.master is not None and second.master is not None
    assert first.master.sailing is second.master.sailing


def test_with_an_escort_they_double_the_watch_at_most() -> None:
    merchant, helm = ship(Choice.FASTER, Choice.AROUND, sailing=Sailing(keeps=True))
    warn(merchant)
    assert helm.noted == [Occurrence.STANDS_ON]


def test_a_doubled_watch_ends_when_she_is_taken() -> None:
    merchant, helm = ship(Choice.WATCH)
    warn(merchant)
    merchant.on_seized([(5.0, 5.0)], 10.0)
    assert [one for one in helm.orders if one[0] == "watch"] == [("watch", True), ("watch", False)]


def test_who_goes_back_already_and_is_warned_again_goes_on_going_back() -> None:
    merchant, helm = ship(Choice.BACK)
    warn(merchant, x=10.0)
    helm.position, helm.velocity = lambda: (-5.0, 0.0), lambda: (-10.0, 0.0)
    warn(merchant, x=10.0, version=1)
    assert helm.orders == [("sail", (pytest.approx(-20.0), 0.0), 10.0)] * 2
    assert merchant.master is not None and merchant.master.ahead == ((200.0, 0.0),)


def test_of_two_centres_that_warn_of_one_thing_the_order_does_not_matter() -> None:
    old, late = advisory(), Advisory(1, 0, Fix(90.0, 0.0, 1e-6, 0.0, 0.0), 30.0, -0.5, 20.0, frozenset())
    went = []
    for first, second in (((old, 3), (late, 1)), ((late, 1), (old, 3))):
        merchant, _ = ship(Choice.BACK)
        merchant.on_advised(first[0], Trust(), first[1])
        merchant.on_advised(second[0], Trust(), second[1])
        assert merchant.master is not None and len(merchant.master.told) == 2
        went.append([one.advisory for one in merchant.master.goes_by()])
    assert went == [[old], [old]]


AWAY = Advisory(1, 1, Fix(100.0, 500.0, 1e-6, 0.0, 0.0), 30.0, 0.0, 20.0, frozenset())


@pytest.mark.parametrize(
    ("choice", "orders"),
    [
        (Choice.WATCH, [("watch", False)]),
        (Choice.FASTER, [("resume", 10.0)]),
        (Choice.BACK, [("sail", (200.0, 0.0), 10.0)]),
    ],
)
def test_a_version_of_a_circle_that_is_not_on_the_way_ends_what_was_decided(choice: Choice, orders: Any) -> None:
    merchant, helm = ship(choice)
    warn(merchant)
    done = len(helm.orders)
    merchant.on_advised(AWAY, Trust())
    assert helm.orders[done:] == orders and helm.noted[-1] is Occurrence.STANDS_ON
    done = len(helm.told)
    merchant.on_advised(AWAY, Trust())
    assert helm.told[done:] == []


def test_the_way_around_what_is_elsewhere_now_is_left_for_her_own() -> None:
    merchant, helm = ship(Choice.AROUND)
    warn(merchant)
    helm.about = Course(((100.0, 31.0), (200.0, 0.0)))
    helm.position = lambda: (60.0, 20.0)
    merchant.on_advised(AWAY, Trust())
    assert helm.orders == [("sail", (200.0, 0.0), 10.0)] * 2 and helm.noted[-1] is Occurrence.STANDS_ON
    assert merchant.master is not None and merchant.master.own == ()
