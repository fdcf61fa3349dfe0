"""Merchant ships: they keep their lane, call for help and run when somebody makes for them, and can be taken."""

from collections.abc import Sequence
from typing import Any, NamedTuple, final

from guardship.agents.interfaces import Course, Helm, Point, Radio, Sighting
from guardship.agents.master import Master, Orders
from guardship.agents.vessel import Vessel
from guardship.intelligence import Advisory, Trust
from guardship.occurrences import Occurrence
from guardship.reasons import Reason

NOWHERE = Course()  # that of a ship which nobody has seized yet
AT_THE_HULL = 0  # the contact number of whoever is alongside, seen before or not


@final
class Handling(NamedTuple):
    """How a merchant ship behaves: speed [kn], extra speed when it runs, freeboard [m], what protects it, its flag.

    A ship that sails below its own speed, in a group or a convoy, has the difference in `faster`. `citadel`: a place in
    which the crew can lock itself up. `protection`: what else protects it, by name; by that attackers get on board
    with a chance that is `boards` times as great, after trying for `delays` [h] longer.
    """

    speed: float
    faster: float = 0.0
    freeboard: float = 0.0
    guarded: bool = False
    citadel: bool = False
    flag: str = ""
    protection: tuple[str, ...] = ()
    boards: float = 1.0
    delays: float = 0.0


class Merchant(Vessel):
    """Sees only what makes for it; then it calls for help and goes faster until nobody makes for it any more.

    One call, however many make for it at once; when they are gone and others come, another one. `threats`: the
    contacts that make for it. Seized, it sails where its captors want, and does nothing else until it is freed.
    `own_speed` [kn]: as in `handling`; `pace`: that at which it sails when nobody makes for it. `master`: who decides
    what is done upon warnings, None where they change nothing.
    """

    role = "merchant"

    def __init__(
        self, model: Any, name: str, helm: Helm, radio: Radio, handling: Handling, orders: Orders | None = None
    ) -> None:
        super().__init__(model, name, helm, radio)
        self.handling = handling
        self.own_speed = self.pace = handling.speed
        self.master = None if orders is None else Master(self, orders)
        self.threats: set[int] = set()
        self.seized = False
        self.course = NOWHERE

    @property
    def flag(self) -> str:
        return self.handling.flag

    @property
    def top(self) -> float:
        """Its greatest speed [kn]."""
        return self.handling.speed + self.handling.faster

    @property
    def alarmed(self) -> bool:
        """Whether it has called for help, and somebody still makes for it."""
        return bool(self.threats)

    @property
    def runs(self) -> bool:
        """Whether anybody can see that it does what it was warned or alarmed to do: it is fast, or leaves its lane."""
        around = self.master is not None and bool(self.master.own)
        return around or self.pace > self.own_speed or (self.alarmed and self.top > self.own_speed)

    def on_contact(self, seen: Sighting) -> None:
        self.raise_alarm(seen)

    def on_contact_lost(self, contact: int) -> None:
        """That one does not make for it any more; with the last of them it goes on at its own speed."""
        if contact in self.threats:
            self.threats.remove(contact)
            if not self.alarmed:
                self.helm.resume(self.pace)

    def raise_alarm(self, seen: Sighting) -> None:
        """Somebody makes for it: call for help and run, unless it does already."""
        if self.seized:
            return
        first = not self.alarmed
        self.threats.add(seen.contact)
        if first:
            self.radio.distress(seen)
            if self.master is not None and self.master.waiting:
                self.master.go_on(self.top)
            else:
                self.helm.resume(self.top)

    def on_advised(self, advisory: Advisory, record: Trust, centre: int = 0) -> None:
        """A centre warns of a circle; `record`: what became of its warnings before."""
        if self.master is not None:
            self.master.hear(advisory, record, centre)

    def on_attacked(self) -> None:
        """Somebody is alongside, until `on_attack_over`; if nobody was seen before, the call goes out now."""
        x, y = self.helm.position()
        self.raise_alarm(Sighting(AT_THE_HULL, self.helm.time, x, y, 0.0, 0.0, 0.1, "", True))

    def on_attack_over(self) -> None:
        """Whoever was alongside has let go; those in sight make for it until they are lost."""
        self.on_contact_lost(AT_THE_HULL)

    def on_unescorted(self) -> None:
        """The first ship of a convoy for which no escort is free: it sails alone."""
        self.helm.note(Occurrence.UNESCORTED, Reason.NO_ESCORT)

    def on_seized(self, points: Sequence[Point], speed: float) -> None:
        """The captors take it through the points, around land, to an anchorage; without a way there it lies still."""
        if not self.seized:
            self.course = self.helm.course()
        self.seized = True
        self.threats.clear()
        if self.master is not None:
            self.master.drop()
        if not self.helm.sail(points, speed):
            self.helm.note(Occurrence.LIES_STILL, Reason.NO_WATER)
            self.helm.hold()

    def on_freed(self) -> None:
        """The captors are gone: on along its lane, or back to where it was about."""
        if not self.seized:
            return
        self.seized = False
        points, loop, area = self.course
        back = points if area < 0 else (self.helm.somewhere(area, 0),)
        if not back or not self.helm.sail(back, self.handling.speed, loop=loop):
            self.helm.note(Occurrence.LIES_STILL, Reason.NO_WATER if back else Reason.NO_ROUTE)
            self.helm.hold()

    def on_arrival(self) -> None:
        """At the anchorage of its captors, or at the end of its lane, it leaves the traffic."""
        if not self.seized and self.course.area >= 0:
            self.helm.roam(self.course.area, self.handling.speed)
            return
        if self.master is not None and self.master.waiting:  # back where it waits
            self.helm.hold()
            return
        if self.seized:
            self.helm.note(Occurrence.ANCHORED)
        self.helm.leave()
