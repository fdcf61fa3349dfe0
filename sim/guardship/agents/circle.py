"""Commands that ask each other for units: what they decide at one instant is settled together, and here alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol, final

from guardship.agents.interfaces import Task
from guardship.agents.patrol.unit import Patrol
from guardship.coalition.going import Weighed
from guardship.intelligence import Report, Track
from guardship.reasons import Reason


@dataclass(slots=True)
class Call:
    """What calls for units: somebody to be there first, and somebody who can board.

    `heard`: when its track was last reported [h]; `eta`: when the first unit should be there [h]; `why`: why nobody
    went when last asked. `surplus`: of the unit that was sent, where that was weighed.
    """

    track: Track
    report: Report
    there: bool
    team: bool = False
    heard: float = 0.0
    eta: float = inf
    why: Reason | None = None
    surplus: float | None = None

    @property
    def answered(self) -> bool:
        """Whether all that it needs has been sent."""
        return self.there and self.team


class Member(Protocol):
    """A command as the circle knows it."""

    @property
    def asks(self) -> bool:
        """Whether it asks others for units, and so leaves to them what they see to."""
        ...

    @property
    def weighs(self) -> bool:
        """Whether it decides on all calls of one instant together."""
        ...

    def propose(self, calls: "Sequence[Call]") -> "Sequence[Order]":
        """The orders that it would give now for some calls, none for what needs none or what it has no unit for."""
        ...

    def give(self, order: "Order") -> bool:
        """Give an order; False when it is refused at once."""
        ...

    def arrive(self, order: "Order") -> None:
        """An order of its own has reached the unit."""
        ...

    def leave_to_partner(self, call: Call) -> None:
        """Another command sees to a call."""
        ...

    def precedence(self, order: "Order") -> tuple[int, float, float]:
        """Where an order stands among those of one instant, the least first."""
        ...


@final
@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """What a command tells a unit to do for a call; it should need so many `hours`.

    `weighed`: both sides, where that is how units are sent; `mate`: who comes after it if it finds what it looks for.
    """

    command: Member
    call: Call
    task: Task
    unit: Patrol
    hours: float
    weighed: Weighed | None = None
    mate: str = ""

    @property
    def precedence(self) -> tuple[int, float, float]:
        """Owners who do not weigh, who weighs by surplus, who asks and does not; equals by lot, never by name."""
        return self.command.precedence(self)


@final
class Circle:
    """What commands have before them at one instant. `given`: the units that orders of this instant go to."""

    def __init__(self) -> None:
        self.given: set[str] = set()
        self.on_way: list[Order] = []  # orders that have not reached their units
        self._arrived: list[Order] = []
        self._calls: dict[int, tuple[Member, Call]] = {}

    @property
    def pending(self) -> bool:
        """Whether there is anything to settle."""
        return bool(self._arrived or self._calls)

    def bring(self, command: Member, call: Call) -> None:
        """A command has a call that needs units."""
        self._calls[id(call)] = command, call

    def reach(self, order: Order) -> None:
        """An order has reached its unit."""
        self._arrived.append(order)

    def settle(self) -> None:
        """Orders that have reached their units, then the calls: all commands have heard what this instant brings.

        In each round every command proposes on the same state. Who stands first sends; who has the same report leaves
        it to him, and who has lost only the unit proposes again.
        """
        arrived, self._arrived = self._arrived, []
        for order in _in_turn(arrived):
            order.command.arrive(order)
        sends: dict[int, Member] = {}
        calls = list(self._calls.values())
        self._calls = {}
        while calls:
            proposed = [order for command, own in _together(calls) for order in command.propose(own)]
            for order in _in_turn(proposed):
                if order.command.asks and sends.get(order.task.report, order.command) is not order.command:
                    order.command.leave_to_partner(order.call)
                elif order.unit.name not in self.given and order.command.give(order):
                    sends[order.task.report] = order.command
                    self.given.add(order.unit.name)
            calls = [(order.command, order.call) for order in proposed]
        self.given.clear()


def _together(calls: Sequence[tuple[Member, Call]]) -> list[tuple[Member, list[Call]]]:
    """The calls of who decides on all of them together, and those of the others one by one."""
    found: dict[int, tuple[Member, list[Call]]] = {}
    for command, call in calls:
        found.setdefault(id(command if command.weighs else call), (command, []))[1].append(call)
    return list(found.values())


def _in_turn(orders: Sequence[Order]) -> list[Order]:
    return sorted(orders, key=lambda order: order.precedence)
