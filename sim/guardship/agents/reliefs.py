"""Reliefs: who is sent to keep what a unit has to leave, asked for before it goes."""

from collections.abc import Sequence
from math import inf
from typing import Protocol, final

from guardship.agents.circle import Call, Circle, Order
from guardship.agents.headquarters import Headquarters
from guardship.agents.interfaces import Task
from guardship.agents.patrol.unit import Patrol
from guardship.intelligence import Report, Track
from guardship.occurrences import Occurrence
from guardship.reasons import Reason


class Sender(Protocol):
    """A command as its reliefs know it. `ordered`: units that orders are under way to."""

    units: list[Patrol]
    partners: list[Patrol]
    circle: Circle
    ordered: dict[str, Call]
    refused: set[tuple[int, str]]

    @property
    def headquarters(self) -> Headquarters: ...

    @property
    def reach(self) -> Sequence[Patrol]: ...

    def under_way(self, track: int) -> list[Patrol]: ...

    def task(self, track: Track, report: Report) -> Task: ...

    def offer(self, unit: Patrol, task: Task) -> float | Reason: ...

    def told(self, unit: Patrol, task: Task) -> Task: ...

    def refuse(self, task: Task, unit: Patrol, why: Reason) -> None: ...

    def precedence(self, order: Order) -> tuple[bool, float, float]: ...


@final
class Reliefs:
    """The reliefs of one command. `waiting`: wanted, by track; `sent`: what each unit under way is to relieve."""

    def __init__(self, command: Sender) -> None:
        self.command = command
        self.waiting: dict[int, Call] = {}
        self.sent: dict[str, Call] = {}

    def wanted(self, track: Track, report: Report) -> None:
        """A unit has said until when it can keep a track; nobody is sent where somebody will be there in time."""
        if report.until is None or self.keeper(report) is None:
            return
        if self.command.headquarters.time + self.soonest(track, report) <= report.until:
            why = Reason.RELIEF_UNDER_WAY
            self.command.headquarters.note(Occurrence.NO_UNIT, why, track=track.id, report=report.id)
            return
        call = self.waiting[track.id] = Call(track, report, there=False, team=True)
        self.answer(call)

    def soonest(self, track: Track, report: Report) -> float:
        """Hours in which the first of those that are on their way to a track could be there; inf when none is."""
        task, ordered = self.command.task(track, report), self.command.ordered
        sent = self.command.under_way(track.id)
        told = [unit for unit in self.command.reach if unit.name in ordered and ordered[unit.name].track is track]
        captive = self.captive(report)
        coming = [
            unit for unit in (*sent, *told) if unit.radio.call_sign not in track.holding and unit.takes_over(captive)
        ]
        waits = {unit.name: self.command.headquarters.usually(unit.name) for unit in told}
        return min((waits.get(unit.name, 0.0) + unit.hours_to(task) for unit in coming), default=inf)

    def keeper(self, report: Report) -> Patrol | None:
        """The unit of its own that keeps what it has asked a relief for; None when it does not any more."""
        seen = report.observations[-1]
        return next((unit for unit in self.command.units if unit.works_on(seen)), None)

    def captive(self, report: Report) -> bool:
        """Whether what a unit has asked a relief for is a ship in the hands of pirates."""
        keeper = self.keeper(report)
        return keeper is not None and keeper.keeps_captive

    def answer(self, call: Call) -> None:
        """Send a relief: at once, or when all partners have heard what this instant brings."""
        if self.command.partners:
            self.command.circle.bring(self, call)
        elif (order := self.order_for(call)) is not None:
            self.give(order)

    @property
    def asks(self) -> bool:
        """Whether it asks others for units, and so leaves to them what they see to."""
        return bool(self.command.partners)

    @property
    def weighs(self) -> bool:
        """It does not: the contact would be lost."""
        return False

    def propose(self, calls: Sequence[Call]) -> list[Order]:
        """The orders that it would give now for some calls."""
        return [order for call in calls if (order := self.order_for(call)) is not None]

    def order_for(self, call: Call) -> Order | None:
        """The order to whoever can be there first, if that is in time; of equals a lot decides."""
        number, headquarters = call.track.id, self.command.headquarters
        if self.waiting.get(number) is not call:
            return None
        if not self.stands(call):
            del self.waiting[number]
            return None
        task = self.command.task(call.track, call.report)._replace(keeps=True)
        able: list[tuple[float, float, Patrol]] = []
        captive = self.captive(call.report)
        for unit in self.command.reach:
            if unit.keeps_contacts(captive) and (number, unit.name) not in self.command.refused:
                hours = self.command.offer(unit, task)
                if not isinstance(hours, Reason):
                    able.append((hours, headquarters.lot_of(task.report, unit.name), unit))
        assert call.report.until is not None
        left = call.report.until - headquarters.time
        in_time = [one for one in able if one[0] <= left]
        if not in_time:
            self.nobody(call, Reason.RELIEF_TOO_LATE if able else Reason.NO_UNIT_FREE)
            return None
        hours, _, unit = min(in_time, key=lambda one: one[:2])
        return Order(self, call, task, unit, hours)

    def nobody(self, call: Call, why: Reason) -> None:
        """No relief goes, which is said once for each reason."""
        if why is not call.why:
            note = self.command.headquarters.note
            note(Occurrence.NO_UNIT, why, track=call.track.id, report=call.report.id)
        call.why = why

    def stands(self, call: Call) -> bool:
        """Whether a relief is still wanted: the unit that has asked keeps the track, and has not had to leave it."""
        until = call.report.until
        assert until is not None
        return not call.track.ended and self.command.headquarters.time < until and self.keeper(call.report) is not None

    def precedence(self, order: Order) -> tuple[bool, float, float]:
        """As of any order of the command's."""
        return self.command.precedence(order)

    def leave_to_partner(self, call: Call) -> None:
        """Another command sees to it."""
        self.waiting.pop(call.track.id, None)

    def give(self, order: Order) -> bool:
        """Give an order; False when the unit refuses at once."""
        call, task, unit, headquarters = order.call, order.task, order.unit, self.command.headquarters
        if unit in self.command.partners:
            headquarters.note(Occurrence.REQUESTED, asked=unit.name, track=task.track, report=task.report)
        self.waiting.pop(call.track.id, None)
        self.sent[unit.name] = call
        wait = headquarters.takes(unit.name, task.report)
        if wait <= 0.0:
            return self.hand(order)
        self.command.ordered[unit.name] = call
        headquarters.later(wait, self.on_ordered, order)
        return True

    def on_ordered(self, order: Order) -> None:
        """An order has reached its unit; with partners, another's may have at the same instant."""
        if self.command.partners:
            self.command.circle.reach(order)
        else:
            self.arrive(order)

    def arrive(self, order: Order) -> None:
        """The unit takes an order that has reached it, or somebody else is sent."""
        self.command.ordered.pop(order.unit.name, None)
        if not self.hand(order):
            self.answer(order.call)

    def hand(self, order: Order) -> bool:
        """A unit has its task, unless it or its nation refuses or nothing is to be kept any more."""
        call, task, unit, headquarters = order.call, order.task, order.unit, self.command.headquarters
        asked = unit in self.command.partners
        why = headquarters.refusal(order) if asked else None
        if not self.stands(call):
            self.sent.pop(unit.name, None)
            return True
        if why is None and not isinstance(unit.offer(task), Reason):
            headquarters.note(Occurrence.TASKED, Reason.RELIEVES, unit=unit.name, track=task.track, report=task.report)
            if unit.on_tasked(self.command.told(unit, task)):
                return True
        elif asked:
            self.command.refuse(task, unit, why or Reason.UNIT_BUSY)
        self.again(call, unit.name)
        return False

    def again(self, call: Call, unit: str) -> None:
        """A unit does not go after all: the relief is wanted as before, of somebody else."""
        self.sent.pop(unit, None)
        self.command.refused.add((call.track.id, unit))
        self.waiting[call.track.id] = call

    def declined(self, report: int, unit: str) -> bool:
        """A unit cannot go on to what it was sent to relieve: somebody else; False when it was not sent for that."""
        call = self.sent.get(unit)
        if call is None or call.report.id != report:
            return False
        self.again(call, unit)
        self.answer(call)
        return True

    def done(self, track: int) -> None:
        """Somebody has taken a track over: others on the way to keep it are not needed."""
        self.waiting.pop(track, None)
        under_way = self.command.under_way(track)
        for name in [name for name, call in self.sent.items() if call.track.id == track]:
            del self.sent[name]
            for unit in under_way:
                if unit.name == name:
                    unit.on_stood_down()

    def on_available(self) -> None:
        """A unit is free again: for the reliefs that are still wanted."""
        for call in list(self.waiting.values()):
            self.answer(call)
