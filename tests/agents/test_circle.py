"""What commands that ask each other for units decide at one instant: in whatever order they hear, one sends."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations

import pytest

from guardship.agents import Task
from guardship.agents.circle import Call, Circle, Order
from guardship.intelligence import History, Kind, Observation, Report, Track


@dataclass(eq=False)
class Unit:
    name: str


@dataclass(eq=False)
class Desk:
    """A command that would send some units, in the order of its liking, to all that it hears of."""

    name: str
    likes: Sequence[Unit]
    circle: Circle
    lot: float = 0.5
    own: Sequence[Unit] = ()
    refuses: set[str] = field(default_factory=set)
    sent: dict[int, list[str]] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    log: list[str] = field(default_factory=list)

    asks = True
    weighs = False

    def propose(self, calls: Sequence[Call]) -> list[Order]:
        return [order for call in calls if (order := self.next_order(call)) is not None]

    def next_order(self, call: Call) -> Order | None:
        about = call.report.id
        free = [one for one in self.likes if one.name not in self.circle.given | self.refuses]
        if about in self.left or call.answered or not free:
            return None
        task = Task(1, about, True, 0.0, 0.0, 0.0, 0.0, 0.0)
        return Order(self, call, task, free[0], 1.0)  # type: ignore[arg-type]

    def give(self, order: Order) -> bool:
        if order.unit.name.startswith("unwilling"):
            self.refuses.add(order.unit.name)
            return False
        order.call.team = order.call.there
        order.call.there = True
        self.sent.setdefault(order.task.report, []).append(order.unit.name)
        return True

    def arrive(self, order: Order) -> None:
        self.log.append(f"{self.name} has {order.unit.name}")

    def leave_to_partner(self, call: Call) -> None:
        self.left.add(call.report.id)

    def precedence(self, order: Order) -> tuple[int, float, float]:
        return order.unit not in self.own, 0.0, self.lot


def call(number: int) -> Call:
    seen = Observation((1, number), 0.0, 10.0, 0.0, 0.0, 0.0, 0.1, 0.1, "dhow", True, 5, 1)
    return Call(Track(number, seen, History(0.0, 0.0), 1), Report(number, Kind.DISTRESS, 0.0, (seen,), 0), there=False)


A, B, C = Unit("a"), Unit("b"), Unit("c")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_those_who_hear_a_call_at_one_instant_the_owner_of_the_unit_sends(order: Sequence[int]) -> None:
    """He sends all that the call needs, and the others leave it to him."""
    circle = Circle()
    desks = [Desk("1", [A, B, C], circle, 0.1), Desk("2", [A, B, C], circle, 0.9, [A]), Desk("3", [A, C], circle, 0.2)]
    for k in order:
        circle.bring(desks[k], call(1))
    circle.settle()
    assert [one.sent for one in desks] == [{}, {1: ["a", "b"]}, {}]
    assert [one.left for one in desks] == [{1}, set(), {1}]
    assert not circle.pending and not circle.given


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_of_two_owners_the_lot_decides(order: Sequence[int]) -> None:
    for lots, who in (((0.1, 0.9), 0), ((0.9, 0.1), 1)):
        circle = Circle()
        desks = [Desk("1", [A, C], circle, lots[0], [A]), Desk("2", [B, C], circle, lots[1], [B])]
        for k in order:
            circle.bring(desks[k], call(1))
        circle.settle()
        assert [bool(one.sent) for one in desks] == [who == 0, who == 1]


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_who_has_lost_the_unit_to_another_call_sends_the_next(order: Sequence[int]) -> None:
    circle = Circle()
    desks = [Desk("1", [A, B], circle, 0.1, [A]), Desk("2", [A, C], circle, 0.2)]
    for k in order:
        circle.bring(desks[k], call(k + 1))
    circle.settle()
    assert desks[0].sent == {1: ["a", "b"]} and desks[1].sent == {2: ["c"]} and not desks[1].left


def test_where_the_first_is_refused_the_next_may_send() -> None:
    circle = Circle()
    unwilling = Unit("unwilling")
    desks = [Desk("1", [unwilling], circle, 0.1, [unwilling]), Desk("2", [B, C], circle, 0.2)]
    for one in desks:
        circle.bring(one, call(1))
    circle.settle()
    assert not desks[0].sent and desks[1].sent == {1: ["b", "c"]}


def test_orders_that_reach_a_unit_at_one_instant_go_by_owner_and_lot() -> None:
    log: list[str] = []
    for order in permutations(range(3)):
        circle = Circle()
        desks = [Desk("1", [A], circle, 0.3), Desk("2", [A], circle, 0.9, [A]), Desk("3", [A], circle, 0.1)]
        orders = [one.next_order(call(1)) for one in desks]
        for k in order:
            desks[k].log = log
            one = orders[k]
            assert one is not None
            circle.reach(replace(one))
        circle.settle()
    assert log == ["2 has a", "3 has a", "1 has a"] * 6


def test_a_call_that_is_brought_twice_is_answered_once() -> None:
    circle = Circle()
    desk, one = Desk("1", [A, B, C], circle), call(1)
    circle.bring(desk, one)
    circle.bring(desk, one)
    circle.settle()
    assert desk.sent == {1: ["a", "b"]}
