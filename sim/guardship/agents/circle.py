"""Commands that ask each other for units: what they decide at one instant is settled together, and here alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol, final

from guardship.agents.interfaces import Task
from guardship.agents.patrol.unit import Patrol
from guardship.intelligence import Report, Track
from guardship.reasons import Reason


@dataclass(slots=True)
class Call:
    """What calls for units: somebody to be there first, and somebody who can board.

    `heard`: when its track was last reported [h]; `eta`: when the first unit should be there [h]; `why`: why nobody
    went when last asked.
    """

    track: Track
    report: Report
    there: bool
    team: bool = False
    heard: float = 0.0
    eta: float = inf
    why: Reason | None = None

    @property
    def answered(self) -> bool:
        """Whether all that it needs has been sent."""
        return self.there and self.team


class Member(Protocol):
    """A command as the circle knows it."""

    def propose(self, call: Call) -> "Order | None":
        """The order that it would give now for a call; None: it has none to give, or none is needed."""
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

    def precedence(self, order: "Order") -> tuple[bool, float]:
        """Where an order stands among those of one instant, the least first."""
        ...


@final
@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """What a command tells a unit to do for a call; it should need so many `hours`."""

    command: Member
    call: Call
    task: Task
    unit: Patrol
    hours: float

    @property
    def precedence(self) -> tuple[bool, float]:
        """The owner of the unit first, then by the command's lot in this episode: never by name or number."""
        return self.command.precedence(self)


@final
class Circle:
    """What commands have before them at one instant. `given`: the units that orders of this instant go to."""

    def __init__(self) -> None:
        self.given: set[str] = set()
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
            proposed = [one for command, call in calls if (one := command.propose(call)) is not None]
            for order in _in_turn(proposed):
                if sends.get(order.task.report, order.command) is not order.command:
                    order.command.leave_to_partner(order.call)
                elif order.unit.name not in self.given and order.command.give(order):
                    sends[order.task.report] = order.command
                    self.given.add(order.unit.name)
            calls = [(order.command, order.call) for order in proposed]
        self.given.clear()


def _in_turn(orders: Sequence[Order]) -> list[Order]:
    return sorted(orders, key=lambda order: order.precedence)
